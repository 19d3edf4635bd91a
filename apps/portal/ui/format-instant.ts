const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** "3 minutes ago", "in 2 days"; under 45 seconds "just now". `now` in milliseconds since 1970. */
export function relativeInstant(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return RELATIVE.format(Math.trunc(seconds / length), unit);
  }
  if (Math.abs(seconds) < 45) return "just now";
  return RELATIVE.format(seconds < 0 ? -1 : 1, "minute");
}

/** "24 Nov 2026, 11:45 UTC". */
export function utcInstant(at: string): string {
  return `${written(at, "UTC")} UTC`;
}

/** The same instant in the zone of whoever reads, with the zone's name. */
export function localInstant(at: string): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${written(at, zone)} your time (${zone})`;
}

/** Anywhere on earth (UTC−12): the deadline has passed only when it has passed everywhere. */
export function anywhereOnEarthInstant(at: string): string {
  return `${written(new Date(Date.parse(at) - 12 * HOUR * 1000).toISOString(), "UTC")} anywhere on earth`;
}

function written(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(new Date(at));
}
