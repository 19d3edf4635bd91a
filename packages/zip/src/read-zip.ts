import { crc32, inflateRawSync } from "node:zlib";
import { MalformedZip } from "./errors.ts";
import {
  CENTRAL,
  CENTRAL_BYTES,
  DEFLATED,
  END,
  END_BYTES,
  LOCAL,
  LOCAL_BYTES,
  STORED,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
} from "./layout.ts";

export interface ReadZipOptions {
  /** Most files. */
  readonly maxFiles?: number;
  /** Most bytes of all files together, expanded. */
  readonly maxBytes?: number;
}

/** In 32-bit fields whose value stands in the Zip64 extra field. */
const ELSEWHERE = 0xffffffff;
/** Longest comment at an archive's end. */
const COMMENT_BYTES = 0xffff;
const MIB = 1024 ** 2;

/**
 * The files of an archive by path, in the directory's order. Nothing is written anywhere, so that a path such as `../x`
 * does no harm; what it may expand to is capped before it is expanded.
 * @throws MalformedZip
 */
export function readZip(archive: Uint8Array, options: ReadZipOptions = {}): Map<string, Buffer> {
  const { maxFiles = 1000, maxBytes = 64 * MIB } = options;
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = findDirectory(bytes);
  const { count } = directory;
  if (count > maxFiles) throw new MalformedZip(`the archive holds ${count} files, more than ${maxFiles}`);
  const files = new Map<string, Buffer>();
  let left = maxBytes;
  let at = directory.offset;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      throw new MalformedZip("the archive's directory is damaged");
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraAt = at + CENTRAL_BYTES + nameLength;
    const extraEnd = extraAt + bytes.readUInt16LE(at + 30);
    const next = extraEnd + bytes.readUInt16LE(at + 32);
    const path = bytes.toString("utf8", at + CENTRAL_BYTES, extraAt);
    if (files.has(path)) throw new MalformedZip(`the archive holds ${path} twice`);
    const wide = zip64Fields(bytes.subarray(extraAt, extraEnd));
    const field = (place: number): number => {
      const value = bytes.readUInt32LE(at + place);
      return value === ELSEWHERE ? wide() : value;
    };
    // In the order in which a Zip64 field holds them.
    const [sizeBytes, packedBytes, offset] = [field(24), field(20), field(42)];
    if (sizeBytes > left) throw new MalformedZip(`the archive expands to more than ${maxBytes} bytes`);
    const content = expand(path, slice(bytes, offset, packedBytes, path), {
      method: bytes.readUInt16LE(at + 10),
      sizeBytes,
    });
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new MalformedZip(`${path} is damaged`);
    left -= sizeBytes;
    files.set(path, content);
    at = next;
  }
  return files;
}

/** Where the directory stands and how many files it lists, Zip64 or not. */
function findDirectory(bytes: Buffer): { count: number; offset: number } {
  const end = findEnd(bytes);
  const [count, offset] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 16)];
  const locator = end - ZIP64_LOCATOR_BYTES;
  if ((count !== 0xffff && offset !== ELSEWHERE) || locator < 0 || bytes.readUInt32LE(locator) !== ZIP64_LOCATOR)
    return { count, offset };
  const at = toNumber(bytes.readBigUInt64LE(locator + 8));
  if (at + ZIP64_END_BYTES > locator || bytes.readUInt32LE(at) !== ZIP64_END)
    throw new MalformedZip("the archive's directory is damaged");
  return { count: toNumber(bytes.readBigUInt64LE(at + 32)), offset: toNumber(bytes.readBigUInt64LE(at + 48)) };
}

/** Reads the values of a Zip64 extra field, one after another. */
function zip64Fields(extra: Buffer): () => number {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== ZIP64_EXTRA) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return () => {
    if (at + 8 > extra.length) throw new MalformedZip("the archive's directory is damaged");
    at += 8;
    return toNumber(extra.readBigUInt64LE(at - 8));
  };
}

/** What is beyond any archive in memory becomes a place outside of it. */
function toNumber(value: bigint): number {
  return Number(value > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : value);
}

/** The end record, found from behind: only a comment may follow it. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - COMMENT_BYTES); at--) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new MalformedZip("this is not a zip archive, or it was cut short");
}

function slice(bytes: Buffer, offset: number, length: number, path: string): Buffer {
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL)
    throw new MalformedZip(`${path} is not where the archive's directory says`);
  const start = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + length > bytes.length) throw new MalformedZip(`${path} is cut short`);
  return bytes.subarray(start, start + length);
}

function expand(path: string, stored: Buffer, { method, sizeBytes }: { method: number; sizeBytes: number }): Buffer {
  if (method !== STORED && method !== DEFLATED) throw new MalformedZip(`${path} is packed by a method not known here`);
  let content = stored;
  try {
    if (method === DEFLATED) content = inflateRawSync(stored, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (cause) {
    throw new MalformedZip(`${path} is damaged`, { cause });
  }
  if (content.length !== sizeBytes) throw new MalformedZip(`${path} is not as long as the archive's directory says`);
  return content;
}
