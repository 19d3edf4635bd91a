export { DEFAULTS } from "./defaults.ts";
export { type ObjectStoreSettings, objectStoreSettingsSchema, readObjectStoreSettings } from "./environment.ts";
export * from "./errors.ts";
export { hashStream } from "./hash-stream.ts";
export { parseObjectKey } from "./object-key.ts";
export type {
  ByteRange,
  GetOptions,
  ObjectBody,
  ObjectEntry,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  Staging,
} from "./object-store.ts";
export { openObjectStore } from "./open-object-store.ts";
