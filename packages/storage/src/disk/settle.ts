import { randomInt } from "node:crypto";
import { open, rename, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { ObjectInfo } from "../object-store.ts";
import type { DiskLayout } from "./layout.ts";
import { makeFolders } from "./make-folders.ts";
import type { Note } from "./note.ts";

/** Renames a whole, synced file to where the object `key` lies, after its note. Survives a crash at any point. */
export async function settle(
  layout: DiskLayout,
  file: string,
  key: string,
  known: { sha256: string; contentType?: string | undefined },
): Promise<ObjectInfo & { sha256: string }> {
  await stampTime(file);
  const { size, mtimeNs, mtime } = await stat(file, { bigint: true });
  const contentType = known.contentType ?? null;
  const note: Note = { sizeBytes: Number(size), modifiedNs: String(mtimeNs), sha256: known.sha256, contentType };
  await writeFile(`${file}.note`, JSON.stringify(note), { flush: true });
  await moveInto(layout.root, `${file}.note`, layout.notePath(key));
  await moveInto(layout.root, file, layout.objectPath(key));
  return { key, sizeBytes: Number(size), modifiedAt: mtime, sha256: known.sha256, contentType };
}

/**
 * The kernel's file times step by up to 4 ms, so simultaneous puts of equal length would share one and take each
 * other's note for theirs. A random microsecond of the last second tells them apart.
 */
async function stampTime(file: string): Promise<void> {
  await utimes(file, new Date(), Date.now() / 1000 - randomInt(1_000_000) / 1_000_000);
}

async function moveInto(root: string, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await makeFolders(root, dirname(to));
    try {
      await rename(from, to);
      return await syncFolder(dirname(to));
    } catch (error) {
      // A simultaneous delete may have pruned the empty folder between the two calls.
      const pruned = error instanceof Error && "code" in error && error.code === "ENOENT" && attempt < 5;
      if (!pruned) throw error;
    }
  }
}

/** A rename is durable once its folder is synced (fsync(2)). */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return; // cannot open folders there
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
