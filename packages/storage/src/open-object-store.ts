import { openDiskStore } from "./disk/open-disk-store.ts";
import type { ObjectStoreSettings } from "./environment.ts";
import type { ObjectStore } from "./object-store.ts";
import { openS3Store } from "./s3/open-s3-store.ts";

/** Opens the store that the settings name. Call `close()` when done. */
export async function openObjectStore(settings: ObjectStoreSettings): Promise<ObjectStore> {
  return settings.kind === "disk" ? openDiskStore(settings.root) : openS3Store(settings);
}
