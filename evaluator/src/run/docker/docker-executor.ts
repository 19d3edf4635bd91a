import { mkdir } from "node:fs/promises";
import type { Executor } from "../executor.ts";
import { connect } from "./connect.ts";
import { type Engine, type EngineDialect, readDialect } from "./dialect.ts";
import { filesIn } from "./files-in.ts";
import { findImage, loadImage, removeImage } from "./images.ts";
import { loopImagesWork } from "./loop-image.ts";
import { probeEngine } from "./probe/probe-engine.ts";
import { reap } from "./reap.ts";
import { type MakeVolumes, runCase } from "./run-case.ts";
import { makeRunVolumes } from "./run-volumes.ts";

export interface DockerExecutorOptions {
  /** As in DOCKER_HOST; undefined means the default socket. */
  address: string | undefined;
  /** A folder on this host for the `readonly` way's loop images. */
  scratchFolder: string;
}

/** Runs containers on a Docker Engine (API 1.41 or newer), or on a Podman that speaks its API, through its socket. */
export function createDockerExecutor({ address, scratchFolder }: DockerExecutorOptions): Executor {
  const docker = connect(address);
  let loops: Promise<string | null> | undefined;
  const loopFolder = () => {
    loops ??= mkdir(scratchFolder, { recursive: true })
      .then(() => loopImagesWork(scratchFolder))
      .then((work) => (work ? scratchFolder : null));
    return loops;
  };
  let dialect: EngineDialect | undefined;
  const engine = async (): Promise<Engine> => {
    dialect ??= await readDialect(docker, scratchFolder);
    return { docker, dialect };
  };
  return {
    probe: async (signal) => probeEngine(await engine(), loopFolder, signal),
    load: (archivePath, imageId, signal) => loadImage(docker, archivePath, imageId, signal),
    findImage: (nameOrId) => findImage(docker, nameOrId),
    filesIn: (imageId, paths) => filesIn(docker, imageId, paths),
    removeImage: (id) => removeImage(docker, id),
    runCase: async (request, collect, signal) => {
      const used = await engine();
      const makeVolumes: MakeVolumes = async (of, name) => makeRunVolumes(used, await loopFolder(), of, name);
      return await runCase(used, makeVolumes, request, collect, signal);
    },
    reap: (labels) => reap(docker, labels),
    close: async () => undefined,
  };
}
