import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { CaseRequest } from "../../executor.ts";
import { containerOptions } from "../container-options.ts";
import { fillDisk } from "../fill-disk.ts";
import { removeContainer } from "../remove-container.ts";
import { makeRunVolumes, noVolumes } from "../run-volumes.ts";

const MIB = 1024 ** 2;

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
    return (await fillDisk(container, path, request.limits.diskBytes + MIB)) !== "fits";
  } catch {
    return false; // It refuses to make such a container or volume at all: the control is not there.
  } finally {
    await removeContainer(docker, name);
    await volumes.remove();
  }
}
