/** What stands where a figure was not measured or does not count. */
export const NOT_MEASURED = "not measured";

/** DSC and NSD: three decimals everywhere. */
export function formatScore(value: number | null | undefined): string {
  return typeof value === "number" ? value.toFixed(3) : NOT_MEASURED;
}

/** A duration: `740 ms`, `12.4 s`, `4 min 05 s`, `2 h 10 min`, `24 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (typeof ms !== "number") return NOT_MEASURED;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return twoUnits(whole, "min", "s");
  return twoUnits(Math.round(seconds / 60), "h", "min");
}

function twoUnits(small: number, large: string, unit: string): string {
  const rest = small % 60;
  return `${Math.floor(small / 60)} ${large}${rest === 0 ? "" : ` ${String(rest).padStart(2, "0")} ${unit}`}`;
}

/** Bytes in decimal units: `3.1 GB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (typeof bytes !== "number") return NOT_MEASURED;
  for (const [unit, size] of [
    ["TB", 1e12],
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const) {
    if (bytes >= size * 0.9995) return `${(bytes / size).toFixed(bytes >= 99.95 * size ? 0 : 1)} ${unit}`;
  }
  return `${bytes} B`;
}

/** A limit in bytes, in the binary unit that it was set in: `8 GiB`; else as `formatBytes`. */
export function formatByteLimit(bytes: number): string {
  for (const [unit, size] of [
    ["GiB", 1024 ** 3],
    ["MiB", 1024 ** 2],
  ] as const) {
    if (bytes >= size && (bytes / size) % 1 === 0) return `${bytes / size} ${unit}`;
  }
  return formatBytes(bytes);
}

/** A distance in millimetres: `1.5 mm`. */
export function formatMillimetres(mm: number | null | undefined): string {
  return typeof mm === "number" ? `${mm.toFixed(mm < 100 ? 1 : 0)} mm` : NOT_MEASURED;
}

/** A number of things: `1 case`, `12 cases`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat("en").format(count)} ${count === 1 ? one : many}`;
}
