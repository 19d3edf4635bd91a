import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const LARGEST_BYTES = 50 * 2 ** 20;

/** Opens the folder of logs; a log that has grown large makes way, so at most two of each are kept. */
export function openLogs(dataFolder: string): (name: string) => string {
  const folder = join(dataFolder, "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (name) => {
    const file = join(folder, `${name}.log`);
    if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.1`);
    return file;
  };
}

/** The last lines of a log and where the rest is, for a message to the operator. */
export function logAdvice(file: string): string[] {
  const last = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-6) : [];
  return [...last, `All of its log: ${file}`];
}
