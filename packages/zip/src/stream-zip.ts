import { crc32, createDeflateRaw } from "node:zlib";
import {
  CENTRAL,
  CENTRAL_BYTES,
  DATA_DESCRIPTOR,
  DEFLATED,
  END,
  END_BYTES,
  FIRST_DAY,
  LOCAL,
  LOCAL_BYTES,
  MADE_BY_UNIX,
  NEEDS_ZIP64,
  REGULAR_FILE,
  SIZES_FOLLOW,
  UTF8_NAMES,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
} from "./layout.ts";

export interface StreamedEntry {
  /** `/`-separated, relative. */
  readonly path: string;
  /** Read once, when its turn comes and only as fast as the archive is taken. */
  readonly content: AsyncIterable<Uint8Array | string>;
}

interface Written {
  name: Buffer;
  offset: number;
  crc: number;
  packedBytes: number;
  bytes: number;
}

/** In 32-bit fields whose value stands in the Zip64 extra field. */
const ELSEWHERE = 0xffffffff;
/** Pieces of text are gathered to this before they are packed: a call per line would cost more than the packing. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * A zip archive of any size, made as it is read: of each file only what is being packed is in memory. Sizes and checksums
 * follow each file and stand in the directory, in Zip64 form (APPNOTE 6.3, 4.3.9 and 4.5.3), since nobody knows them
 * before. A reader that goes by the directory, as all common ones do, needs nothing else.
 */
export async function* streamZip(entries: Iterable<StreamedEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const { path, content } of entries) {
    const entry: Written = { name: Buffer.from(path, "utf8"), offset, crc: 0, packedBytes: 0, bytes: 0 };
    const head = localHeader(entry.name);
    yield head;
    for await (const packed of pack(content, entry)) {
      entry.packedBytes += packed.length;
      yield packed;
    }
    const tail = descriptor(entry);
    yield tail;
    offset += head.length + entry.packedBytes + tail.length;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(listed));
  yield Buffer.concat([directory, ending(written.length, directory.length, offset)]);
}

/** Deflates, with back-pressure; counts what goes in. */
async function* pack(content: AsyncIterable<Uint8Array | string>, entry: Written): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feed = async (): Promise<void> => {
    for await (const piece of gather(content)) {
      entry.crc = crc32(piece, entry.crc);
      entry.bytes += piece.length;
      if (!deflate.write(piece)) await drained(deflate);
      if (deflate.destroyed) return;
    }
    deflate.end();
  };
  const fed = feed().catch(
    (error: unknown) => void deflate.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  try {
    for await (const packed of deflate) yield packed as Buffer;
    await fed;
  } finally {
    deflate.destroy();
  }
}

/** When it takes more, or never will. */
function drained(deflate: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      deflate.off("drain", done).off("close", done);
      resolve();
    };
    deflate.on("drain", done).on("close", done);
  });
}

async function* gather(content: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  let text = "";
  for await (const piece of content) {
    if (typeof piece === "string") {
      text += piece;
      if (text.length < PIECE_CHARACTERS) continue;
    }
    if (text !== "") yield Buffer.from(text, "utf8");
    text = "";
    if (typeof piece !== "string") yield Buffer.from(piece);
  }
  if (text !== "") yield Buffer.from(text, "utf8");
}

/** From "version needed" to "extra field length", shared by local header and directory. */
function shared(name: Buffer, crc: number, extraBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(NEEDS_ZIP64, 0);
  fields.writeUInt16LE(UTF8_NAMES | SIZES_FOLLOW, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(FIRST_DAY, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(ELSEWHERE, 14);
  fields.writeUInt32LE(ELSEWHERE, 18);
  fields.writeUInt16LE(name.length, 22);
  fields.writeUInt16LE(extraBytes, 24);
  return fields;
}

/** A local header with a Zip64 field of zeros: so the sizes that follow the file are known to have 8 bytes. */
function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(LOCAL_BYTES);
  const extra = zip64Extra([0, 0]);
  head.writeUInt32LE(LOCAL, 0);
  shared(name, 0, extra.length).copy(head, 4);
  return Buffer.concat([head, name, extra]);
}

function descriptor({ crc, packedBytes, bytes }: Written): Buffer {
  const tail = Buffer.alloc(24);
  tail.writeUInt32LE(DATA_DESCRIPTOR, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeBigUInt64LE(BigInt(packedBytes), 8);
  tail.writeBigUInt64LE(BigInt(bytes), 16);
  return tail;
}

function listed({ name, crc, packedBytes, bytes, offset }: Written): Buffer {
  const line = Buffer.alloc(CENTRAL_BYTES);
  const extra = zip64Extra([bytes, packedBytes, offset]);
  line.writeUInt32LE(CENTRAL, 0);
  line.writeUInt16LE(MADE_BY_UNIX, 4);
  shared(name, crc, extra.length).copy(line, 6);
  line.writeUInt32LE(((REGULAR_FILE | 0o644) << 16) >>> 0, 38);
  line.writeUInt32LE(ELSEWHERE, 42);
  return Buffer.concat([line, name, extra]);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(ZIP64_EXTRA, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [i, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  return extra;
}

/** The directory's end in Zip64 form, where to find it, and the ordinary end. */
function ending(files: number, directoryBytes: number, offset: number): Buffer {
  const end64 = Buffer.alloc(ZIP64_END_BYTES);
  end64.writeUInt32LE(ZIP64_END, 0);
  end64.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4);
  end64.writeUInt16LE(MADE_BY_UNIX, 12);
  end64.writeUInt16LE(NEEDS_ZIP64, 14);
  end64.writeBigUInt64LE(BigInt(files), 24);
  end64.writeBigUInt64LE(BigInt(files), 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(ZIP64_LOCATOR_BYTES);
  locator.writeUInt32LE(ZIP64_LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(offset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(ELSEWHERE, 12);
  end.writeUInt32LE(ELSEWHERE, 16);
  return Buffer.concat([end64, locator, end]);
}
