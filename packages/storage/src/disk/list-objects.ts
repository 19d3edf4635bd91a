import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ObjectEntry } from "../object-store.ts";

/** Walks the tree in the order of the keys' bytes; folders that cannot hold a key with the prefix are not opened. */
export async function* listObjects(root: string, prefix: string, folder = ""): AsyncGenerator<ObjectEntry> {
  const entries = (await readFolder(join(root, folder)))
    .filter(({ name }) => !name.startsWith("."))
    // A folder sorts as its keys do: with the slash that follows.
    .map((entry) => ({ entry, key: `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}` }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  for (const { entry, key } of entries) {
    if (entry.isDirectory()) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listObjects(root, prefix, key);
    } else if (entry.isFile() && key.startsWith(prefix)) {
      const file = await statIfThere(join(root, key));
      if (file) yield { key, sizeBytes: file.size, modifiedAt: file.mtime };
    }
  }
}

async function readFolder(path: string): Promise<Dirent[]> {
  return (await ifThere(readdir(path, { withFileTypes: true }))) ?? [];
}

async function statIfThere(path: string): Promise<{ size: number; mtime: Date } | undefined> {
  return ifThere(stat(path));
}

/** What is removed while it is listed is not listed. */
async function ifThere<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
