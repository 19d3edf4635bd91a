import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { DEFAULTS } from "./defaults.ts";
import type { ObjectBody } from "./object-store.ts";

/** A body as a stream of buffers. */
export function readBody(body: ObjectBody): Readable {
  if (body instanceof Readable) return body;
  if (body instanceof Uint8Array) return Readable.from(slices(body), { objectMode: false });
  return createReadStream(body.path, { highWaterMark: DEFAULTS.readChunkBytes });
}

/** In slices, so that hashing and writing a big array take turns with other work. */
function* slices(bytes: Uint8Array): Generator<Buffer> {
  for (let start = 0; start < bytes.byteLength; start += DEFAULTS.readChunkBytes) {
    const end = Math.min(bytes.byteLength, start + DEFAULTS.readChunkBytes);
    yield Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  }
}
