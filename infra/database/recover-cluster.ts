import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commandLineOf } from "../process/command-line-of.ts";
import { isRunning, stopProcess } from "../process/stop-process.ts";

/**
 * Clears the way for a start after a crash: a server that a killed launcher left behind is stopped, and a pid file
 * whose number now belongs to another program (PostgreSQL would refuse to start because of it) is removed.
 */
export async function recoverCluster(cluster: string): Promise<void> {
  const pid = postmasterPid(cluster);
  if (pid === undefined) return;
  if (isRunning(pid) && isPostgres(pid)) {
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, data is written out.
    await stopProcess(pid, "SIGINT", 10_000);
  }
  rmSync(join(cluster, "postmaster.pid"), { force: true });
}

/** The process id in the server's pid file, whether or not it runs. */
export function postmasterPid(cluster: string): number | undefined {
  const first = pidFileLine(cluster, 0);
  return first && /^\d+$/.test(first) ? Number(first) : undefined;
}

/** Whether the server has written that it takes connections (eighth line of its pid file). */
export function isReady(cluster: string, pid: number): boolean {
  return postmasterPid(cluster) === pid && pidFileLine(cluster, 7)?.trim() === "ready";
}

function pidFileLine(cluster: string, index: number): string | undefined {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[index]?.trim();
  } catch {
    return undefined;
  }
}

function isPostgres(pid: number): boolean {
  return /(^|\/)postgres$/.test(commandLineOf(pid)?.[0] ?? "");
}
