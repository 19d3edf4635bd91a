const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Bytes of a size as Docker writes them: `8g`, `512m`, `8 GiB`, or a plain number. Null where it is none. */
export function parseSize(text: string): number | null {
  const [, number, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:i?b)?|b)?\s*$/i.exec(text) ?? [];
  if (number === undefined) return null;
  return Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? 1));
}

/** The shortest way to write a size that `parseSize` reads back as the same number. */
export function formatSize(bytes: number): number | string {
  for (const unit of ["g", "m"] as const) {
    const size = UNITS[unit] ?? 1;
    if (bytes > 0 && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return bytes;
}
