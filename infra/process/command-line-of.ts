import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The arguments a running process was started with, or `undefined` if there is no such process. */
export function commandLineOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
  } catch {
    // Not Linux, or the process is gone.
  }
  if (process.platform === "linux") return undefined;
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(" ");
  } catch {
    return undefined;
  }
}
