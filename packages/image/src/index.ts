export { type AcceptedImage, acceptArchive } from "./accept/accept-archive.ts";
export { ACCEPT_DEFAULTS, type AcceptOptions } from "./accept/accept-options.ts";
export { type CommandPlan, planCommand } from "./accept/plan-command.ts";
export { dockerArchive, toDockerArchive } from "./docker-archive.ts";
export type { Compression, ImageConfig, ImageSpec, LayerEntry, LayerSpec } from "./image-spec.ts";
export { listFolder } from "./list-folder.ts";
export { type ArchiveEntry, readArchive } from "./tar/read-archive.ts";
export { TarError } from "./tar/tar-reader.ts";
export { type WrittenImage, writeImageArchive } from "./write-image-archive.ts";
