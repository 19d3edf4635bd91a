import { open, rm } from "node:fs/promises";
import { basename } from "node:path";
import { ObjectMissing } from "../errors.ts";
import type { ObjectInfo } from "../object-store.ts";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";
import { settle } from "./settle.ts";

/** Makes a file of the same disk an object by renaming it: no byte is copied. */
export async function adoptFile(
  layout: DiskLayout,
  file: string,
  key: string,
  known: { sha256: string; contentType?: string },
): Promise<ObjectInfo> {
  layout.objectPath(key);
  try {
    await syncFile(file);
    return await settle(layout, file, key, known);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new ObjectMissing(basename(file), { cause: error });
    }
    throw diskError(error, key);
  } finally {
    await rm(`${file}.note`, { force: true });
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
