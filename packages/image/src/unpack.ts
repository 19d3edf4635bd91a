import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";

/** How a file or a layer is packed, by its first bytes. */
export type Packing = "none" | "gzip" | "zstd" | "xz" | "bzip2";

const ZSTD_MAGIC = 0xfd2fb528;
const OUTPUT_CHUNK_BYTES = 256 * 1024;

export function packingOf(start: Buffer): Packing {
  if (start.length < 4) return "none";
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  if (isZstdStart(start)) return "zstd";
  if (start.readUInt32BE(0) === 0xfd377a58) return "xz";
  if (start.toString("latin1", 0, 3) === "BZh") return "bzip2";
  return "none";
}

/** Packed bytes that do not unpack: damaged, or cut short. */
export class UnpackError extends Error {
  override readonly name = "UnpackError";
}

/**
 * Unpacks as it is read, no faster than it is read, so that a bomb costs its reader no more than the reader's own
 * limit. zstd windows are held to 128 MiB by the library. All members of a gzip and all frames of a zstd are read.
 */
export async function* unpack(source: AsyncIterable<Buffer>, packing: Packing): AsyncGenerator<Buffer> {
  if (packing === "none") yield* source;
  else if (packing === "gzip") yield* through(source, createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES }));
  else if (packing === "zstd") yield* zstdFrames(source);
  else throw new UnpackError(`${packing} is not supported`);
}

async function* through(
  source: AsyncIterable<Buffer>,
  unpacker: NodeJS.ReadWriteStream & AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  // An error of the source destroys the unpacker and so reaches the loop below.
  pipeline(Readable.from(source, { highWaterMark: 1 }), unpacker, () => undefined);
  try {
    for await (const chunk of unpacker) yield chunk;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (/^Z_|^ZSTD_|^ERR_ZSTD|^ERR_ZLIB/.test(code)) throw new UnpackError("damaged or cut short", { cause: error });
    throw error;
  }
}

/** Node's decoder ends after one frame; `zstd:chunked` layers and parallel compressors write many, and skippable ones. */
async function* zstdFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Pushback(source);
  while (true) {
    const start = await input.peek(8);
    if (start.length === 0) return;
    if (start.length < 4 || !isZstdStart(start)) throw new UnpackError("other data follows the zstd frames");
    if (start.readUInt32LE(0) !== ZSTD_MAGIC) {
      if (start.length < 8) throw new UnpackError("cut short");
      await input.skip(8 + start.readUInt32LE(4));
      continue;
    }
    const decoder = createZstdDecompress({ chunkSize: OUTPUT_CHUNK_BYTES });
    const fed: Buffer[] = [];
    let fedBytes = 0;
    const feed = async function* () {
      for (let chunk = await input.next(); chunk; chunk = await input.next()) {
        // Kept are only the chunks that the decoder has not taken in whole.
        while (fed[0] && fedBytes - sum(fed) + fed[0].length <= decoder.bytesWritten) fed.shift();
        fed.push(chunk);
        fedBytes += chunk.length;
        yield chunk;
      }
    };
    yield* through(feed(), decoder);
    const left = Buffer.concat(fed);
    input.unread(left.subarray(left.length - (fedBytes - decoder.bytesWritten)));
  }
}

function sum(chunks: readonly Buffer[]): number {
  return chunks.reduce((bytes, chunk) => bytes + chunk.length, 0);
}

function isZstdStart(start: Buffer): boolean {
  const magic = start.readUInt32LE(0);
  return magic === ZSTD_MAGIC || (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}

/** A source that takes bytes back. */
export class Pushback {
  #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#held.length > 0) {
      const held = this.#held;
      this.#held = Buffer.alloc(0);
      return held;
    }
    const { value, done } = await this.#source.next();
    return done ? undefined : value;
  }

  /** The next `bytes` bytes, fewer at the end, without taking them. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.#held.length < bytes) {
      const { value, done } = await this.#source.next();
      if (done) break;
      this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    }
    return this.#held.subarray(0, bytes);
  }

  async skip(bytes: number): Promise<void> {
    let left = bytes;
    while (left > 0) {
      const chunk = await this.next();
      if (!chunk) throw new UnpackError("cut short");
      if (chunk.length > left) this.unread(chunk.subarray(left));
      left -= Math.min(left, chunk.length);
    }
  }

  unread(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }

  async *rest(): AsyncGenerator<Buffer> {
    for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
  }

  async close(): Promise<void> {
    await this.#source.return?.(undefined);
  }
}
