import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import type { CaseRequest } from "../../executor.ts";
import { callEngine } from "../call-engine.ts";
import { containerOptions } from "../container-options.ts";
import { removeContainer } from "../remove-container.ts";
import { makeRunVolumes, noVolumes } from "../run-volumes.ts";
import { CALL_LIMIT_MS } from "../time-limits.ts";

/** Whether the engine limits a container's own layer: puts more into one than it may hold. */
export async function diskQuotaHolds(docker: Docker, request: CaseRequest): Promise<boolean> {
  return await overflows(docker, { ...request, diskQuota: true }, "/");
}

/** Whether a loop image of this host's works as a limited volume: not with another machine's engine. */
export async function outputQuotaHolds(docker: Docker, loopFolder: string, request: CaseRequest): Promise<boolean> {
  return await overflows(docker, { ...request, sandbox: "readonly" }, "/outputs", loopFolder);
}

async function overflows(docker: Docker, request: CaseRequest, path: string, loopFolder?: string): Promise<boolean> {
  const name = `bodymark-probe-${randomBytes(8).toString("hex")}`;
  let volumes = noVolumes;
  try {
    if (loopFolder) volumes = await makeRunVolumes(docker, loopFolder, request, name);
    const container = await docker.createContainer(containerOptions(name, request, volumes.mounts));
    const archive = pack();
    // Random bytes: a file system that compresses would make nothing of zeros.
    archive.entry({ name: "overflow" }, randomBytes(request.limits.diskBytes + 4 * 1024 ** 2));
    archive.finalize();
    const file = Readable.from(archive, { objectMode: false });
    return await callEngine(
      "put a file that is too large",
      CALL_LIMIT_MS.put,
      async () => {
        await container.putArchive(file, { path });
        return false;
      },
      (answer) => /disk quota exceeded|no space left on device/i.test(answer.message),
    );
  } catch {
    return false; // It refuses to make such a container or volume at all: the control is not there.
  } finally {
    await removeContainer(docker, name);
    await volumes.remove();
  }
}
