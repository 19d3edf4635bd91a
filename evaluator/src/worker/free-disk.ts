import { statfs } from "node:fs/promises";
import type { WorkerContext } from "./context.ts";
import { MIN_FREE_BYTES } from "./defaults.ts";

/** Whether the worker's disk has room for new work; a full one is told loudly and nothing new is claimed. */
export async function hasRoom(context: Pick<WorkerContext, "workDir" | "log">): Promise<boolean> {
  const { bavail, bsize } = await statfs(context.workDir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= MIN_FREE_BYTES) return true;
  context.log.error(
    { freeBytes, neededBytes: MIN_FREE_BYTES, folder: context.workDir },
    "disk nearly full: no new work is claimed",
  );
  return false;
}
