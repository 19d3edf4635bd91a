export { type AcceptedImage, acceptArchive } from "./accept/accept-archive.ts";
export type { AcceptOptions } from "./accept/limits.ts";
export type { CommandPlan } from "./accept/plan-command.ts";
export { toDockerArchive } from "./accept/to-docker-archive.ts";
export type { Compression, ImageConfig, ImageSpec, LayerEntry, LayerSpec } from "./image-spec.ts";
export { listFolder } from "./list-folder.ts";
export { type WrittenImage, writeImageArchive } from "./write-image-archive.ts";
