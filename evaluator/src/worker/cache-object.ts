import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ObjectStore } from "@bodymark/storage";

/**
 * A local copy of an object, named by its SHA-256, in a folder that only this program may read. The store checks the
 * bytes while copying, and the copy appears whole or not at all, so a file that is there is good.
 */
export async function cacheObject(
  store: ObjectStore,
  folder: string,
  object: { key: string; sha256: string },
  extension: string,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${object.sha256}${extension}`);
  const there = await stat(path).catch(() => null);
  if (!there) await store.copyToFile(object.key, path, { signal });
  return path;
}
