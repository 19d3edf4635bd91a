import { TAR_BLOCK_BYTES } from "./encode-header.ts";

/** Not a tar, or one that two programs could read in two ways. The message ends a sentence. */
export class TarError extends Error {
  override readonly name = "TarError";
}

export type TarKind = "file" | "directory" | "symlink" | "hardlink" | "device" | "fifo" | "sparse" | "other";

export interface TarHeader {
  readonly kind: TarKind;
  readonly name: string;
  readonly linkName: string;
  readonly sizeBytes: number;
}

/** `latin1` gives the very bytes of names, one for each character: those that are not UTF-8 too. */
export type NameEncoding = "utf8" | "latin1";

export type TarEvent =
  | { readonly type: "entry"; readonly header: TarHeader }
  | { readonly type: "data"; readonly bytes: Buffer }
  | { readonly type: "entry-end" };

const MAX_EXTENDED_HEADER_BYTES = 1024 * 1024;
const KINDS: Record<string, TarKind> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
  S: "sparse",
};

/**
 * Reads a tar as it arrives, without streams of its own: some 200,000 entries of an image's layers pass here, and a
 * hostile one must neither be buffered nor read otherwise than the engine would. It follows Go's `archive/tar`, which
 * the engine uses: POSIX, GNU and v7 headers, base-256 sizes, pax and GNU long names; global pax headers set nothing;
 * links, folders and devices have no body. Unlike Go it refuses a lone zero block and does not expand sparse entries.
 */
export class TarReader {
  #partial = Buffer.alloc(0);
  #bodyBytes = 0;
  #paddingBytes = 0;
  #extended: { flag: string; parts: Buffer[] } | undefined;
  #override: { name?: string; linkName?: string; sizeBytes?: number; sparse?: boolean } = {};
  #inEntry = false;
  #zeroBlocks = 0;
  readonly #names: NameEncoding;

  constructor(names: NameEncoding = "utf8") {
    this.#names = names;
  }

  /** Whether both end blocks have been seen. What follows them is not looked at; `trailing` tells if it held anything. */
  get ended(): boolean {
    return this.#zeroBlocks >= 2;
  }
  trailing = false;

  *push(chunk: Buffer): Generator<TarEvent> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.ended) {
        if (!this.trailing && !isZero(rest)) this.trailing = true;
        return;
      }
      if (this.#bodyBytes > 0) {
        const bytes = rest.subarray(0, this.#bodyBytes);
        rest = rest.subarray(bytes.length);
        this.#bodyBytes -= bytes.length;
        if (this.#extended) this.#extended.parts.push(Buffer.from(bytes));
        else yield { type: "data", bytes };
        if (this.#bodyBytes === 0) yield* this.#endBody();
        continue;
      }
      if (this.#paddingBytes > 0) {
        const skipped = Math.min(this.#paddingBytes, rest.length);
        this.#paddingBytes -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const block = this.#takeBlock(rest);
      rest = rest.subarray(block.taken);
      if (block.bytes) yield* this.#header(block.bytes);
    }
  }

  /** Call after the last chunk. Refuses an archive that breaks off inside an entry. */
  finish(): void {
    const inside = this.#bodyBytes > 0 || this.#paddingBytes > 0 || this.#partial.length > 0 || this.#extended;
    if (inside) throw new TarError("it breaks off in the middle");
  }

  #takeBlock(rest: Buffer): { taken: number; bytes?: Buffer } {
    if (this.#partial.length === 0 && rest.length >= TAR_BLOCK_BYTES) {
      return { taken: TAR_BLOCK_BYTES, bytes: rest.subarray(0, TAR_BLOCK_BYTES) };
    }
    const taken = Math.min(TAR_BLOCK_BYTES - this.#partial.length, rest.length);
    const joined = Buffer.concat([this.#partial, rest.subarray(0, taken)]);
    const whole = joined.length === TAR_BLOCK_BYTES;
    this.#partial = whole ? Buffer.alloc(0) : joined;
    return whole ? { taken, bytes: joined } : { taken };
  }

  *#header(block: Buffer): Generator<TarEvent> {
    if (isZero(block)) {
      this.#zeroBlocks++;
      return;
    }
    if (this.#zeroBlocks > 0) throw new TarError("an entry follows its end");
    if (!isTarHeader(block)) throw new TarError("a header's checksum is wrong");
    const flag = String.fromCharCode(block[156] ?? 0);
    const sizeBytes = number(block.subarray(124, 136));
    if (flag === "x" || flag === "g" || flag === "L" || flag === "K") {
      if (sizeBytes > MAX_EXTENDED_HEADER_BYTES) throw new TarError("an extended header is larger than 1 MiB");
      this.#extended = { flag, parts: [] };
      this.#begin(sizeBytes);
      if (sizeBytes === 0) yield* this.#endBody();
      return;
    }
    const header = this.#describe(block, flag, sizeBytes);
    this.#override = {};
    this.#inEntry = true;
    yield { type: "entry", header };
    this.#begin(header.sizeBytes);
    if (header.sizeBytes === 0) yield* this.#endBody();
  }

  #describe(block: Buffer, flag: string, ownSizeBytes: number): TarHeader {
    const override = this.#override;
    const ustar = block.toString("latin1", 257, 263) === "ustar\0";
    const prefix = ustar ? text(block.subarray(345, 500), this.#names) : "";
    const own = text(block.subarray(0, 100), this.#names);
    const name = override.name ?? (prefix ? `${prefix}/${own}` : own);
    let kind = override.sparse ? "sparse" : (KINDS[flag] ?? "other");
    if (kind === "file" && name.endsWith("/")) kind = "directory"; // as v7 wrote folders
    const hasBody = kind === "file" || kind === "sparse" || kind === "other";
    return {
      kind,
      name,
      linkName: override.linkName ?? text(block.subarray(157, 257), this.#names),
      sizeBytes: hasBody ? (override.sizeBytes ?? ownSizeBytes) : 0,
    };
  }

  #begin(sizeBytes: number): void {
    this.#bodyBytes = sizeBytes;
    this.#paddingBytes = (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
  }

  *#endBody(): Generator<TarEvent> {
    const extended = this.#extended;
    this.#extended = undefined;
    if (extended) this.#applyExtended(extended.flag, Buffer.concat(extended.parts));
    else if (this.#inEntry) {
      this.#inEntry = false;
      yield { type: "entry-end" };
    }
  }

  #applyExtended(flag: string, body: Buffer): void {
    if (flag === "L") this.#override.name = text(body, this.#names);
    else if (flag === "K") this.#override.linkName = text(body, this.#names);
    else if (flag === "x") {
      for (const [key, value] of paxRecords(body, this.#names)) {
        if (key === "path") this.#override.name = value;
        else if (key === "linkpath") this.#override.linkName = value;
        else if (key === "size") this.#override.sizeBytes = decimal(value);
        else if (key.startsWith("GNU.sparse.")) this.#override.sparse = true;
      }
    }
  }
}

/** Whether a block is a tar header by its checksum, summed as unsigned or, as old programs did, signed bytes. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < TAR_BLOCK_BYTES) return false;
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (let at = 0; at < TAR_BLOCK_BYTES; at++) {
    if (at === 148) at = 156; // the checksum itself counts as eight spaces
    const byte = block[at] ?? 0;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const octal = block
    .toString("latin1", 148, 156)
    .replace(/[\0 ]+$/, "")
    .trimStart();
  if (!/^[0-7]+$/.test(octal)) return false;
  const stored = Number.parseInt(octal, 8);
  return stored === unsigned || stored === signed;
}

export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

function text(field: Buffer, names: NameEncoding): string {
  const end = field.indexOf(0);
  return field.toString(names, 0, end < 0 ? field.length : end);
}

function number(field: Buffer): number {
  const first = field[0] ?? 0;
  if (first & 0x80) {
    if (first & 0x40) throw new TarError("an entry's size is negative");
    let value = BigInt(first & 0x3f);
    for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new TarError("an entry's size is absurd");
    return Number(value);
  }
  const digits = text(field, "latin1").trim();
  if (digits === "") return 0;
  if (!/^[0-7]+$/.test(digits)) throw new TarError("an entry's size is not a number");
  return Number.parseInt(digits, 8);
}

function decimal(value: string): number {
  if (!/^[0-9]{1,15}$/.test(value)) throw new TarError("an entry's size is not a number");
  return Number(value);
}

/** The `"LENGTH key=value\n"` records of a pax header. */
function* paxRecords(body: Buffer, names: NameEncoding): Generator<[string, string]> {
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const digits = space < 0 ? "" : body.toString("latin1", at, space);
    const end = at + Number(digits);
    const equals = body.indexOf(0x3d, space);
    const fits = /^[1-9][0-9]{0,6}$/.test(digits) && end <= body.length && body[end - 1] === 0x0a;
    if (!fits || equals < 0 || equals >= end) throw new TarError("an extended header is malformed");
    const key = body.toString("utf8", space + 1, equals);
    const value = body.toString(names, equals + 1, end - 1);
    const named = key === "path" || key === "linkpath";
    if (named && value.includes("\0")) throw new TarError("a name holds a zero byte");
    yield [key, value];
    at = end;
  }
}
