import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { EngineFault } from "../engine-fault.ts";
import type { CaseRequest } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** A limit that has less than this left, or a 64th of itself where that is less, counts as reached. */
const LEFT_BYTES = 8 * 1024 ** 2;

/**
 * Whether the ended container's disk is at its limit: tries to put a small file there. Asking the engine for the size
 * of the layer instead would walk every file of it, and does not know of inodes.
 */
export async function diskIsFull(docker: Docker, container: Docker.Container, request: CaseRequest): Promise<boolean> {
  const folder = request.outputFolders[0] ?? "/";
  const path = request.sandbox === "userns" ? "/" : folder;
  const bytes = Math.min(LEFT_BYTES, Math.floor(request.limits.diskBytes / 64));
  const archive = pack();
  archive.entry({ name: `.bodymark-${randomBytes(6).toString("hex")}` }, randomBytes(bytes));
  archive.finalize();
  const file = Readable.from(archive, { objectMode: false });
  const full = await callEngine(
    "try the container's disk",
    CALL_LIMIT_MS.put,
    async (abortSignal) => {
      await container.putArchive(file, { path, abortSignal });
      return false;
    },
    (answer) => {
      if (/disk quota exceeded/i.test(answer.message)) return true;
      return /no space left on device/i.test(answer.message) ? "no-space" : false;
    },
  );
  if (full === "no-space" && request.sandbox === "userns" && (await storageDriver(docker)) === "btrfs") {
    // On btrfs the container's own limit says "quota": this is the engine's whole disk.
    throw new EngineFault("the engine's disk is full");
  }
  return full !== false;
}

async function storageDriver(docker: Docker): Promise<string> {
  const info = await callEngine("describe itself", CALL_LIMIT_MS.ask, () => docker.info());
  return String(info.Driver);
}
