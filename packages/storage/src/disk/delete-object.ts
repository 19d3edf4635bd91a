import { rmdir, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";

/** Removes the object, its note, and the folders that this leaves empty. */
export async function deleteObject(layout: DiskLayout, key: string): Promise<void> {
  for (const path of [layout.objectPath(key), layout.notePath(key)]) {
    try {
      await unlink(path);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      // EISDIR, EPERM (macOS): a folder, hence no object
      if (!["ENOENT", "ENOTDIR", "EISDIR", "EPERM"].includes(code)) throw diskError(error, key);
    }
    await pruneEmpty(layout.root, dirname(path));
  }
}

async function pruneEmpty(root: string, from: string): Promise<void> {
  for (let folder = from; folder !== root && folder.startsWith(root); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return; // not empty, or gone: the folders above are then not ours to prune
    }
  }
}
