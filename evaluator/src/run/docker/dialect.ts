import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import type { HostConfig } from "dockerode";
import seccomp from "../seccomp.json" with { type: "json" };
import { callEngine } from "./call-engine.ts";
import { type GpuWay, gpuWay } from "./gpu-requests.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Below the hard limits of any service that nobody configured; processes have a limit of their own (`limits.pids`). */
const ULIMIT = 16_384;
const SECCOMP = JSON.stringify(seccomp);

/** Where engines behind the same API want things said differently (docs/engines.md). */
export interface EngineDialect {
  /** `Docker` or `Podman`, and the version. */
  engine: string;
  /** The seccomp profile, as the engine takes it: Docker the text, Podman a path on its own machine. */
  seccomp: string;
  log: NonNullable<HostConfig["LogConfig"]>;
  /** Docker sets user namespaces for the whole engine, Podman for each container. Null says nothing. */
  usernsMode: string | null;
  /** How it hands GPUs to containers; null where it cannot. */
  gpuWay: GpuWay | null;
  /** Whether it takes a limit on a tmpfs's inodes; else the memory that they cost is the limit. */
  tmpfsInodes: boolean;
  /** Docker hands on its own limits; Podman raises them, which a user namespace forbids where its own are lower. */
  ulimits: NonNullable<HostConfig["Ulimits"]>;
}

/** An engine, and how to talk to it. */
export interface Engine {
  docker: Docker;
  dialect: EngineDialect;
}

/** Asks the engine what it is. `folder` is on this host and holds what a Podman reads from a file. */
export async function readDialect(docker: Docker, folder: string): Promise<EngineDialect> {
  const version = await callEngine("say its version", CALL_LIMIT_MS.ask, () => docker.version());
  const podman = version.Components?.find(({ Name }) => Name === "Podman Engine");
  if (!podman) {
    return {
      engine: `Docker ${version.Version}`,
      seccomp: `seccomp=${SECCOMP}`,
      // One bounded file; without `compress: false` the driver refuses to keep just one.
      log: { Type: "local", Config: { "max-size": "1m", "max-file": "1", compress: "false" } },
      usernsMode: null,
      gpuWay: gpuWay(await callEngine("describe itself", CALL_LIMIT_MS.ask, () => docker.info())),
      tmpfsInodes: true,
      ulimits: [],
    };
  }
  await mkdir(folder, { recursive: true });
  const path = join(folder, "seccomp.json");
  await writeFile(path, SECCOMP);
  return {
    engine: `Podman ${podman.Version}`,
    seccomp: `seccomp=${path}`,
    // Its one driver that keeps a bounded file: it begins anew when the file is full.
    log: { Type: "k8s-file", Config: { "max-size": "1mb" } },
    // As many users as Docker's remapping gives: images name users that are in no file of theirs.
    usernsMode: "auto:size=65536",
    // Older ones take a device request and hand over nothing.
    gpuWay: Number.parseInt(podman.Version, 10) >= 5 ? "cdi" : null,
    tmpfsInodes: false,
    ulimits: ["nofile", "nproc"].map((Name) => ({ Name, Soft: ULIMIT, Hard: ULIMIT })),
  };
}
