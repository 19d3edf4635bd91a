import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { HashGate } from "../hash-gate.ts";
import type { ObjectBody, ObjectInfo, PutOptions } from "../object-store.ts";
import { readBody } from "../read-body.ts";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";
import { settle } from "./settle.ts";

/** Writes to a temporary file on the same disk, syncs it, then renames it into place. */
export async function putObject(
  layout: DiskLayout,
  key: string,
  body: ObjectBody,
  { sha256, contentType, signal }: PutOptions,
): Promise<ObjectInfo & { sha256: string }> {
  layout.objectPath(key);
  const temporary = join(layout.temporary, randomBytes(16).toString("hex"));
  const gate = new HashGate(key, sha256);
  try {
    signal?.throwIfAborted();
    const file = createWriteStream(temporary, { flags: "wx", flush: true });
    await pipeline(readBody(body), gate, file, signal ? { signal } : {});
    signal?.throwIfAborted();
    return await settle(layout, temporary, key, { sha256: gate.result().sha256, contentType });
  } catch (error) {
    throw signal?.aborted ? signal.reason : diskError(error, key);
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}.note`, { force: true });
  }
}
