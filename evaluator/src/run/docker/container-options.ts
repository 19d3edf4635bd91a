import type Docker from "dockerode";
import type { CaseRequest, ImageConfig } from "../executor.ts";
import type { EngineDialect } from "./dialect.ts";
import { type GpuWay, gpuRequests } from "./gpu-requests.ts";

/** The user of the `readonly` way: nobody on any distribution, and without a name in most images. */
export const FIXED_UID = 64_999;
/** Scratch of the `readonly` way, in `/tmp`; it counts as the container's memory. */
const SCRATCH = { bytes: 2 * 1024 ** 3, inodes: 200_000 };
/** Covers a declared VOLUME, which would else be a folder of the engine's without any limit. */
const COVER = { bytes: 256 * 1024 ** 2 };

/** Variables that an image brings and a run must not obey: code loaded into the init process, and the GPU's hooks. */
function overriddenEnvironment(config: ImageConfig, gpus: readonly string[], way: GpuWay | null): string[] {
  const names = new Set(["LD_PRELOAD", "LD_AUDIT"]);
  for (const entry of config.env) {
    const name = entry.split("=", 1)[0] ?? "";
    if (name.startsWith("NVIDIA_")) names.add(name);
  }
  for (const name of ["NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES"]) names.delete(name);
  // A name without a value takes the variable away.
  const overrides = [...names];
  // With CDI the devices are there already, and the hook, should it run too, must not add others.
  if (gpus.length === 0 || way === "cdi") overrides.push("NVIDIA_VISIBLE_DEVICES=void");
  else overrides.push(`NVIDIA_VISIBLE_DEVICES=${gpus.join(",")}`, "NVIDIA_DRIVER_CAPABILITIES=compute,utility");
  return overrides;
}

/** Volumes made for one run of the `readonly` way: name and where they are mounted. */
export interface RunVolume {
  name: string;
  containerPath: string;
  readOnly: boolean;
}

/**
 * Size limit of the container's own layer. btrfs counts what the layer shares with its image too (its limit is on
 * referenced bytes), and so does the limit here; elsewhere that only makes it wider. The engine's own files under `/dev`
 * and `/etc` take less than a MiB.
 */
function layerLimit({ image, limits }: CaseRequest): number {
  return image.sizeBytes + limits.diskBytes + 1024 ** 2;
}

/**
 * The sandbox, as the engine's API takes it. All of it is on in both ways; they differ in user and disk alone
 * (docs/decisions: sandbox ways).
 */
export function containerOptions(
  name: string,
  request: CaseRequest,
  volumes: readonly RunVolume[],
  dialect: EngineDialect,
): Docker.ContainerCreateOptions {
  const { command, config, limits, sandbox } = request;
  const readOnly = sandbox === "readonly";
  const inodes = dialect.tmpfsInodes ? `,nr_inodes=${SCRATCH.inodes}` : "";
  const covered = config.volumes.filter((path) => !volumes.some((volume) => volume.containerPath === path));
  return {
    name,
    Image: request.image.id,
    Hostname: "case",
    ...(command.entrypoint ? { Entrypoint: [...command.entrypoint] } : {}),
    ...(command.cmd ? { Cmd: [...command.cmd] } : {}),
    ...(command.workingDir ? { WorkingDir: command.workingDir } : {}),
    ...(readOnly ? { User: `${FIXED_UID}:${FIXED_UID}` } : {}),
    Env: [
      ...overriddenEnvironment(config, request.gpus, dialect.gpuWay),
      ...(readOnly ? ["HOME=/tmp", "TMPDIR=/tmp"] : []),
    ],
    Labels: { ...request.labels },
    Healthcheck: { Test: ["NONE"] },
    StopSignal: "SIGTERM",
    StopTimeout: 2,
    NetworkDisabled: true,
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    Tty: false,
    OpenStdin: false,
    HostConfig: {
      NetworkMode: "none",
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", dialect.seccomp],
      Privileged: false,
      Init: true,
      IpcMode: "private",
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      PidsLimit: limits.pids,
      ...(request.cpuset ? { CpusetCpus: request.cpuset } : {}),
      ...(Number.isInteger(limits.cpus) ? {} : { NanoCpus: Math.round(limits.cpus * 1e9) }),
      ShmSize: limits.shmBytes,
      LogConfig: dialect.log,
      ...(dialect.usernsMode ? { UsernsMode: dialect.usernsMode } : {}),
      RestartPolicy: { Name: "no" },
      Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }, ...dialect.ulimits],
      ...(request.gpus.length > 0 && dialect.gpuWay
        ? { DeviceRequests: gpuRequests(request.gpus, dialect.gpuWay) }
        : {}),
      ReadonlyRootfs: readOnly,
      ...(request.diskQuota && !readOnly ? { StorageOpt: { size: String(layerLimit(request)) } } : {}),
      ...(readOnly ? { Tmpfs: { "/tmp": `rw,nosuid,nodev,exec,size=${SCRATCH.bytes}${inodes},mode=1777` } } : {}),
      Mounts: [
        ...volumes.map((volume) => ({
          Type: "volume" as const,
          Source: volume.name,
          Target: volume.containerPath,
          ReadOnly: volume.readOnly,
          VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } },
        })),
        ...covered
          .filter((path) => !(readOnly && path === "/tmp"))
          .map((path) => ({
            Type: "tmpfs" as const,
            Source: "",
            Target: path,
            TmpfsOptions: { SizeBytes: COVER.bytes, Mode: 0o1777 },
          })),
      ],
    },
  };
}
