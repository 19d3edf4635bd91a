import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ObjectMissing } from "./errors.ts";
import type { ObjectInfo, ObjectStore } from "./object-store.ts";

/** Writes an object to a file beside `path` and renames it when it is whole and verified. */
export async function copyObjectToFile(
  store: Pick<ObjectStore, "head" | "get">,
  key: string,
  path: string,
  options: { signal?: AbortSignal } = {},
): Promise<ObjectInfo> {
  const info = await store.head(key);
  if (!info) throw new ObjectMissing(key);
  const partial = `${path}.${randomBytes(6).toString("hex")}.partial`;
  try {
    await pipeline(await store.get(key, options), createWriteStream(partial, { flags: "wx" }), options);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return info;
}
