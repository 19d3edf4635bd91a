export { type PreparedImage, prepareArchive, prepareNamedImage } from "./evaluate/prepare-image.ts";
export * from "./evaluate/run-evaluation.ts";
export { startCommand } from "./evaluate/start-command.ts";
export * from "./evaluate/types.ts";
export { createDockerExecutor, type DockerExecutorOptions } from "./run/docker/docker-executor.ts";
export * from "./run/engine-fault.ts";
export * from "./run/executor.ts";
export type { Gpu, GpuProbe, GpuReading, GpuWatch } from "./run/gpu-probe.ts";
export * from "./run/probe.ts";
