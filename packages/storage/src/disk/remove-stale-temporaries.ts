import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Removes what a killed process left half written. */
export async function removeStaleTemporaries(folder: string, ageMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => null); // finished by another process meanwhile
    if (file && Date.now() - file.mtimeMs > ageMs) await rm(path, { force: true });
  }
}
