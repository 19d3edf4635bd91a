import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { DEFAULTS } from "../defaults.ts";
import { ObjectMissing, RangeNotSatisfiable } from "../errors.ts";
import { HashGate } from "../hash-gate.ts";
import type { GetOptions } from "../object-store.ts";
import { checkRoot } from "./check-root.ts";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";
import { readNote } from "./note.ts";

/** Opens the object; a whole read passes a gate that compares its hash with the noted one. */
export async function getObject(layout: DiskLayout, key: string, { range, signal }: GetOptions): Promise<Readable> {
  const path = layout.objectPath(key);
  signal?.throwIfAborted();
  const file = await openObject(layout, path, key);
  try {
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) throw new ObjectMissing(key);
    const sizeBytes = Number(stats.size);
    if (range && range.offset > 0 && range.offset >= sizeBytes) {
      throw new RangeNotSatisfiable(`"${key}" has ${sizeBytes} bytes: none from ${range.offset} on`);
    }
    if (range?.length === 0) {
      await file.close();
      return Readable.from([], { objectMode: false });
    }
    const stream = file.createReadStream({
      start: range?.offset ?? 0,
      end: range?.length === undefined ? Number.POSITIVE_INFINITY : range.offset + range.length - 1,
      highWaterMark: DEFAULTS.readChunkBytes,
      ...(signal ? { signal } : {}),
    });
    if (range) return stream;
    const note = await readNote(layout.notePath(key), stats);
    const gate = new HashGate(key, note?.sha256);
    pipeline(stream, gate, () => {}); // errors reach the reader by way of the gate
    return gate;
  } catch (error) {
    await file.close();
    throw diskError(error, key);
  }
}

async function openObject(layout: DiskLayout, path: string, key: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      await checkRoot(layout);
      throw new ObjectMissing(key, { cause: error });
    }
    throw diskError(error, key);
  }
}
