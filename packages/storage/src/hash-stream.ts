import { createHash } from "node:crypto";
import type { Readable } from "node:stream";

/** Reads a stream to its end. Returns its length in bytes and its SHA-256 in hex. */
export async function hashStream(stream: Readable): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    hash.update(chunk);
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}
