export type { Compression, ImageConfig, ImageSpec, LayerEntry, LayerSpec } from "./image-spec.ts";
export { listFolder } from "./list-folder.ts";
export { type WrittenImage, writeImageArchive } from "./write-image-archive.ts";
