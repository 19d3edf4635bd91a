const HOUR_MS = 3_600_000;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * An instant as people write it: ISO 8601 with `Z` or an offset, or date and time followed by a zone: `UTC`, `AoE`
 * (anywhere on earth, UTC−12) or an IANA name such as `Europe/Vienna`. A date alone means its first moment there.
 * A time that daylight saving skips or repeats is taken by the offset before the change.
 * @returns null where the text is none of these.
 */
export function parseInstant(text: string): Date | null {
  const trimmed = text.trim();
  const [, given] = /^([\d-]+[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|[+-]\d{2}:?\d{2})$/i.exec(trimmed) ?? [];
  // `Date` takes 30 February for 2 March.
  if (given !== undefined) return instantIn(given.replace(/\.\d+$/, ""), "UTC") ? valid(new Date(trimmed)) : null;
  const [, local, zone] = /^(.*?)\s+([A-Za-z][\w+/-]*)$/.exec(trimmed) ?? [];
  return local === undefined || zone === undefined ? null : instantIn(local, zone);
}

/** The instant at which clocks of `zone` show `local` (`YYYY-MM-DD`, with or without `HH:MM` or `HH:MM:SS`). */
export function instantIn(local: string, zone: string): Date | null {
  const parts = LOCAL.exec(local.trim())
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(wall);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return null;
  if (/^aoe$/i.test(zone)) return new Date(wall + 12 * HOUR_MS);
  try {
    // Clocks that are put back show a time twice: the first one counts. One that is skipped is read by the old offset.
    const [early, late] = [-1, 1].map((days) => wall - offsetMs(wall + days * 24 * HOUR_MS, zone));
    const shown = [early, late].find((at) => at !== undefined && at + offsetMs(at, zone) === wall);
    return new Date(shown ?? early ?? wall);
  } catch {
    return null; // no such zone
  }
}

/** How far clocks of a zone are ahead of UTC at an instant. @throws RangeError for an unknown zone. */
function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second"),
  );
  return shown - Math.floor(at / 1000) * 1000;
}

function valid(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date;
}
