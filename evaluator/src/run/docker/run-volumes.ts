import type Docker from "dockerode";
import type { CaseRequest } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { containerOptions, type RunVolume } from "./container-options.ts";
import type { Engine } from "./dialect.ts";
import { inputArchive } from "./input-archive.ts";
import { attachLoopImage, detachLoopImage, type LoopImage } from "./loop-image.ts";
import { removeContainer } from "./remove-container.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** The volumes of one run: none in the `userns` way, whose root is writable and limited itself. */
export interface RunVolumes {
  mounts: readonly RunVolume[];
  remove(): Promise<void>;
}

export const noVolumes: RunVolumes = { mounts: [], remove: async () => undefined };

/** Volume labels that tell the reaper which loop image is behind a volume. */
export const LOOP_LABELS = { device: "bodymark.loop-device", file: "bodymark.loop-file" };

/**
 * Volumes for a run with a read-only root: inputs, mounted read-only, and outputs, limited in bytes and inodes by an
 * ext4 image of their own where the host lets us make one (`loopFolder`). They are filled through a container that
 * holds them and never starts, since the engine puts no files behind a read-only root.
 */
export async function makeRunVolumes(
  engine: Engine,
  loopFolder: string | null,
  request: CaseRequest,
  name: string,
): Promise<RunVolumes> {
  const { docker } = engine;
  const mounts: RunVolume[] = [];
  const loops: LoopImage[] = [];
  const remove = async () => {
    await removeContainer(docker, `${name}-holder`).catch(() => undefined);
    for (const mount of mounts) await removeVolume(docker, mount.name).catch(() => undefined);
    for (const loop of loops) await detachLoopImage(loop).catch(() => undefined);
  };
  try {
    for (const [index, containerPath] of request.inputFolders.entries()) {
      const volume = { name: `${name}-in${index}`, containerPath, readOnly: true };
      mounts.push(volume);
      await createVolume(docker, volume.name, request.labels, {});
    }
    for (const [index, containerPath] of request.outputFolders.entries()) {
      const volume = { name: `${name}-out${index}`, containerPath, readOnly: false };
      mounts.push(volume);
      if (loopFolder) {
        const loop = await attachLoopImage(loopFolder, volume.name, request.limits.diskBytes);
        loops.push(loop);
        const labels = { ...request.labels, [LOOP_LABELS.device]: loop.device, [LOOP_LABELS.file]: loop.file };
        await createVolume(docker, volume.name, labels, { type: "ext4", device: loop.device, o: "nosuid,nodev" });
      } else {
        await createVolume(docker, volume.name, request.labels, {});
      }
    }
    await fill(engine, request, mounts, `${name}-holder`);
    return { mounts, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function fill(
  { docker, dialect }: Engine,
  request: CaseRequest,
  mounts: readonly RunVolume[],
  holder: string,
): Promise<void> {
  const options = containerOptions(
    holder,
    request,
    mounts.map((mount) => ({ ...mount, readOnly: false })),
    dialect,
  );
  const writable = { ...options, HostConfig: { ...options.HostConfig, ReadonlyRootfs: false } };
  try {
    const container = await callEngine("create a container", CALL_LIMIT_MS.create, (abortSignal) =>
      docker.createContainer({ ...writable, abortSignal }),
    );
    await callEngine("put the inputs into the volumes", CALL_LIMIT_MS.put, (abortSignal) =>
      container.putArchive(inputArchive(request, true), { path: "/", abortSignal }),
    );
  } finally {
    await removeContainer(docker, holder);
  }
}

async function createVolume(
  docker: Docker,
  name: string,
  labels: Readonly<Record<string, string>>,
  options: Record<string, string>,
): Promise<void> {
  await callEngine("create a volume", CALL_LIMIT_MS.create, (abortSignal) =>
    docker.createVolume({ Name: name, Driver: "local", DriverOpts: options, Labels: { ...labels }, abortSignal }),
  );
}

export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await callEngine(
    "remove a volume",
    CALL_LIMIT_MS.remove,
    () => docker.getVolume(name).remove({ force: true }),
    () => undefined, // 404: gone. 409: still in use, and the reaper's.
  );
}
