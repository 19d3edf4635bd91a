import { readFileSync } from "node:fs";
import { waitUntil } from "./wait-until.ts";

/** Whether a process of that id is there and not a zombie that only waits to be collected. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return true; // no /proc on this system
  }
}

/** Sends `signal`, waits, and kills what has not gone after `limitMs`. */
export async function stopProcess(pid: number, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  if (!isRunning(pid)) return;
  process.kill(pid, signal);
  const gone = () => (isRunning(pid) ? undefined : true);
  if (await waitUntil(gone, limitMs)) return;
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
  await waitUntil(gone, 2_000);
}
