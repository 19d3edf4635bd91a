import { createReadStream } from "node:fs";
import { type Packing, Pushback, packingOf, unpack } from "../unpack.ts";

const READ_CHUNK_BYTES = 1024 * 1024;

export interface OpenArchive {
  readonly packing: Packing;
  /** The file's first bytes as they are, at most 64 KiB. */
  readonly start: Buffer;
  readonly bytes: AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** Opens an archive file as a stream of its unpacked bytes. Close it in `finally`. */
export async function openArchive(
  path: string,
  options: { signal?: AbortSignal | undefined; onRead?: (bytes: number) => void } = {},
): Promise<OpenArchive> {
  const input = new Pushback(readFile(path, options));
  try {
    const start = Buffer.from(await input.peek(64 * 1024));
    const packing = packingOf(start);
    return { packing, start, bytes: unpack(input.rest(), packing), close: () => input.close() };
  } catch (error) {
    await input.close();
    throw error;
  }
}

async function* readFile(
  path: string,
  { signal, onRead }: { signal?: AbortSignal | undefined; onRead?: (bytes: number) => void },
): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: READ_CHUNK_BYTES })) {
    signal?.throwIfAborted();
    onRead?.(chunk.length);
    yield chunk;
  }
}
