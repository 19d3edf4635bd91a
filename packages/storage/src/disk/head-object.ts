import { stat } from "node:fs/promises";
import type { ObjectInfo } from "../object-store.ts";
import { checkRoot } from "./check-root.ts";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";
import { readNote } from "./note.ts";

export async function headObject(layout: DiskLayout, key: string): Promise<ObjectInfo | null> {
  const path = layout.objectPath(key);
  try {
    const file = await stat(path, { bigint: true });
    if (!file.isFile()) return null;
    const note = await readNote(layout.notePath(key), file);
    return {
      key,
      sizeBytes: Number(file.size),
      modifiedAt: file.mtime,
      sha256: note?.sha256 ?? null,
      contentType: note?.contentType ?? null,
    };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      await checkRoot(layout);
      return null;
    }
    throw diskError(error, key);
  }
}
