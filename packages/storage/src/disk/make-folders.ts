import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** `mkdir -p` that may meet another call removing the same empty folders. */
export async function makeFolders(root: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(path, { recursive: true });
      return;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // Node reports a file in the way as EEXIST here when it is the last part, as ENOTDIR before.
      if (code === "EEXIST") throw Object.assign(error as Error, { code: "ENOTDIR" });
      if (code !== "ENOENT" || attempt >= 5 || dirname(path) === root) throw error;
    }
  }
}
