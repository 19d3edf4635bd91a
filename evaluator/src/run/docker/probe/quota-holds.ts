import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { CaseRequest } from "../../executor.ts";
import { callEngine } from "../call-engine.ts";
import { containerOptions } from "../container-options.ts";
import type { Engine } from "../dialect.ts";
import { fillDisk } from "../fill-disk.ts";
import { removeContainer } from "../remove-container.ts";
import { makeRunVolumes, noVolumes } from "../run-volumes.ts";
import { CALL_LIMIT_MS } from "../time-limits.ts";

const MIB = 1024 ** 2;

/** Whether the engine limits a container's own layer: puts more into one than it may hold. */
export async function diskQuotaHolds(engine: Engine, request: CaseRequest): Promise<boolean> {
  return await overflows(engine, { ...request, diskQuota: true }, "/");
}

/** Whether a loop image of this host's works as a limited volume: not with another machine's engine. */
export async function outputQuotaHolds(engine: Engine, loopFolder: string, request: CaseRequest): Promise<boolean> {
  return await overflows(engine, { ...request, sandbox: "readonly" }, "/outputs", loopFolder);
}

async function overflows(engine: Engine, request: CaseRequest, path: string, loopFolder?: string): Promise<boolean> {
  const name = `bodymark-probe-${randomBytes(8).toString("hex")}`;
  let volumes = noVolumes;
  try {
    if (loopFolder) volumes = await makeRunVolumes(engine, loopFolder, request, name);
    const options = containerOptions(name, request, volumes.mounts, engine.dialect);
    const container = await callEngine("create the probe's container", CALL_LIMIT_MS.create, (abortSignal) =>
      engine.docker.createContainer({ ...options, abortSignal }),
    );
    // Podman 4.3 mounts a volume when its container starts, and fills the bare folder below it before that.
    if (loopFolder) await runToItsEnd(container);
    return (await fillDisk(container, path, request.limits.diskBytes + MIB)) !== "fits";
  } catch {
    return false; // It refuses to make such a container or volume at all: the control is not there.
  } finally {
    await removeContainer(engine.docker, name);
    await volumes.remove();
  }
}

async function runToItsEnd(container: Docker.Container): Promise<void> {
  await callEngine("start the probe's container", CALL_LIMIT_MS.start, (abortSignal) =>
    container.start({ abortSignal }),
  );
  await callEngine("wait for the probe's container", CALL_LIMIT_MS.ask, (abortSignal) =>
    container.wait({ abortSignal }),
  );
}
