import { mkdir } from "node:fs/promises";
import type { Executor } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { connect } from "./connect.ts";
import { type Engine, type EngineDialect, readDialect } from "./dialect.ts";
import { filesIn } from "./files-in.ts";
import { findImage, keepImage, keptImages, loadImage, removeImage } from "./images.ts";
import { loopImagesWork } from "./loop-image.ts";
import { type MakeVolumes, prepareCase } from "./prepare-case.ts";
import { probeEngine } from "./probe/probe-engine.ts";
import { reap } from "./reap.ts";
import { makeRunVolumes } from "./run-volumes.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

export interface DockerExecutorOptions {
  /** As in DOCKER_HOST; undefined means the default socket. */
  address: string | undefined;
  /** A folder on this host for the `readonly` way's loop images. */
  scratchFolder: string;
  /**
   * Marks what this executor leaves in the engine between its calls, images and what a killed probe made: lower-case
   * letters and digits. Executors of one owner share their images; `reap({ "bodymark.owner": owner })` finds the rest.
   */
  owner?: string;
}

/** Runs containers on a Docker Engine (API 1.41 or newer), or on a Podman that speaks its API, through its socket. */
export function createDockerExecutor({ address, scratchFolder, owner = "image" }: DockerExecutorOptions): Executor {
  const docker = connect(address);
  const labels = { "bodymark.owner": owner };
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
    probe: async (signal) => probeEngine(await engine(), labels, loopFolder, signal),
    check: async () => {
      await callEngine("answer", CALL_LIMIT_MS.ask, () => docker.ping());
    },
    load: (archivePath, imageId, signal) => loadImage(docker, owner, archivePath, imageId, signal),
    findImage: (nameOrId) => findImage(docker, nameOrId),
    filesIn: (imageId, paths) => filesIn(docker, labels, imageId, paths),
    keepImage: (id) => keepImage(docker, owner, id),
    keptImages: () => keptImages(docker, owner),
    removeImage: (id) => removeImage(docker, owner, id),
    prepareCase: async (request, signal) => {
      const used = await engine();
      const makeVolumes: MakeVolumes = async (of, name) => makeRunVolumes(used, await loopFolder(), of, name);
      return await prepareCase(used, makeVolumes, request, signal);
    },
    reap: (labels) => reap(docker, labels),
    close: async () => undefined,
  };
}
