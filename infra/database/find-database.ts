import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "../process/stop-process.ts";
import { isReady, postmasterPid } from "./recover-cluster.ts";
import { databaseUrl } from "./start-database.ts";

/** The embedded database of a data folder if it is running now. */
export function findDatabase(dataFolder: string): { url: string; pid: number } | undefined {
  const folder = join(dataFolder, "postgres");
  const cluster = join(folder, "cluster");
  if (!existsSync(cluster)) return undefined;
  const pid = postmasterPid(cluster);
  if (pid === undefined || !isRunning(pid) || !isReady(cluster, pid)) return undefined;
  return { pid, url: databaseUrl(kept(folder, "password"), Number(kept(folder, "port"))) };
}

function kept(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8").trim();
}
