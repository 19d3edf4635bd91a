import { readdir, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LayerEntry } from "./image-spec.ts";

/**
 * The entries that put a folder of this machine at `path` in an image: files by reference, symbolic links as they are,
 * sorted by name so that the layer's bytes do not depend on the disk's order.
 */
export async function listFolder(folder: string, path: string): Promise<LayerEntry[]> {
  const entries: LayerEntry[] = [];
  const found = await readdir(folder, { withFileTypes: true });
  for (const item of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = join(folder, item.name);
    const to = `${path}/${item.name}`;
    if (item.isSymbolicLink()) entries.push({ path: to, symlink: await readlink(from) });
    else if (item.isDirectory()) entries.push({ path: to, directory: true }, ...(await listFolder(from, to)));
    else if (item.isFile()) {
      entries.push({ path: to, mode: (await stat(from)).mode & 0o755, content: { fromFile: from } });
    }
  }
  return entries;
}
