import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** One file of a container that is ours (the probe's), or null; for files of a participant's there is `collect/`. */
export async function readSmallFile(
  container: Docker.Container,
  path: string,
  maxBytes: number,
): Promise<Buffer | null> {
  return await callEngine<Buffer | null>(
    "read a file",
    CALL_LIMIT_MS.get,
    async () => {
      const stream = (await container.getArchive({ path })) as Readable;
      try {
        return await firstFile(stream, path, maxBytes);
      } finally {
        stream.destroy();
      }
    },
    () => null,
  );
}

async function firstFile(stream: Readable, path: string, maxBytes: number): Promise<Buffer | null> {
  for await (const entry of stream.pipe(extract())) {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of entry as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new RangeError(`${path} is larger than ${maxBytes} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
  return null;
}
