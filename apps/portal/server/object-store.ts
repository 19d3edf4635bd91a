import { type ObjectStore, openObjectStore, readObjectStoreSettings } from "@bodymark/storage";

const shared: { bodymarkObjectStore?: Promise<ObjectStore> } = globalThis as {
  bodymarkObjectStore?: Promise<ObjectStore>;
};

/** The portal's one object store; opened again at the next use when that failed. */
export function objectStore(): Promise<ObjectStore> {
  shared.bodymarkObjectStore ??= openObjectStore(readObjectStoreSettings()).catch((error: unknown) => {
    delete shared.bodymarkObjectStore;
    throw error;
  });
  return shared.bodymarkObjectStore;
}
