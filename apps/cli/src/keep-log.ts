import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Lines of a failed case's log that are shown at once; the file has all of them. */
const SHOWN_LINES = 12;
const SHOWN_LETTERS = 400;

/** Writes what a case's container printed to `logs/<case>.txt`. @returns the file's path; null where nothing was printed */
export async function keepLog(out: string, name: string, log: Uint8Array): Promise<string | null> {
  if (log.length === 0) return null;
  const folder = join(out, "logs");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.txt`);
  await writeFile(path, log);
  return path;
}

/** The last lines of a log, fit for a terminal: no control characters, long lines cut. */
export function lastLines(log: Uint8Array): string[] {
  const lines = new TextDecoder().decode(log).trimEnd().split(/\r?\n/).slice(-SHOWN_LINES);
  return lines.map((line) => line.replace(/[\p{Cc}\p{Cf}]/gu, " ").slice(0, SHOWN_LETTERS));
}
