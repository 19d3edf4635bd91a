import { pipeline, Readable } from "node:stream";
import { createGzip, createZstdCompress } from "node:zlib";
import type { Compression } from "./image-spec.ts";

/** Compresses a stream of bytes; the same bytes give the same result. */
export function compress(source: AsyncIterable<Uint8Array>, how: Compression): AsyncIterable<Uint8Array> {
  if (how === "none") return source;
  const packer = how === "gzip" ? createGzip({ level: 6 }) : createZstdCompress();
  // An error of either side reaches the reader, who iterates over the packer.
  pipeline(Readable.from(source), packer, () => undefined);
  return packer;
}
