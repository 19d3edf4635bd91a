import type Docker from "dockerode";
import { EngineDiskFull } from "../engine-fault.ts";
import type { CaseRequest } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { fillDisk } from "./fill-disk.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** A limit that has less than this left, or a 64th of itself where that is less, counts as reached. */
const LEFT_BYTES = 4 * 1024 ** 2;

/**
 * Whether the ended container's disk is at its limit: tries to put a little more there. Asking the engine for the size
 * of the layer instead would walk every file of it, and does not know of inodes.
 */
export async function diskIsFull(docker: Docker, container: Docker.Container, request: CaseRequest): Promise<boolean> {
  if (request.sandbox === "userns" && !request.diskQuota) return false;
  const path = request.sandbox === "userns" ? "/" : (request.outputFolders[0] ?? "/");
  const left = Math.min(LEFT_BYTES, Math.floor(request.limits.diskBytes / 64));
  const result = await fillDisk(container, path, left);
  if (result === "no-space" && request.sandbox === "userns" && (await storageDriver(docker)) === "btrfs") {
    // On btrfs the container's own limit says "quota": this is the engine's whole disk.
    throw new EngineDiskFull("the engine's disk is full");
  }
  return result !== "fits";
}

async function storageDriver(docker: Docker): Promise<string> {
  const info = await callEngine("describe itself", CALL_LIMIT_MS.ask, () => docker.info());
  return String(info.Driver);
}
