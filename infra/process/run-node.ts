import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { StartError } from "../start-error.ts";
import { endWithParent, withParent } from "./end-with-parent.ts";

export interface NodeTask {
  /** What failed, in the message if it does: "building the portal". */
  readonly what: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: unknown) => void;
}

/** Runs a Node program to its end with its output in a log; a failure carries the last of it. */
export async function runNode(task: NodeTask): Promise<void> {
  const log = openSync(task.logFile, "a");
  const from = statSync(task.logFile).size;
  try {
    const code = await new Promise<number | string | null>((resolve, reject) => {
      const child = spawn(process.execPath, [...endWithParent, ...task.args], {
        cwd: task.cwd,
        env: withParent(task.env ?? process.env),
        stdio: ["ignore", log, log, "ipc"],
        detached: true,
      });
      const abort = () => endGroup(child.pid);
      task.signal?.addEventListener("abort", abort, { once: true });
      if (task.onMessage) child.on("message", task.onMessage);
      child.once("error", reject);
      child.once("exit", (exitCode, signal) => {
        task.signal?.removeEventListener("abort", abort);
        resolve(exitCode ?? signal);
      });
    });
    if (code !== 0) {
      const tail = readFileSync(task.logFile).subarray(from).toString().trim().split("\n").slice(-12);
      throw new StartError(`${task.what} failed (${code}).`, [...tail, `All of it: ${task.logFile}`]);
    }
  } finally {
    closeSync(log);
  }
}

/** The program and what it started: it leads a process group of its own. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // it ended meanwhile
  }
}
