/** What a tar header says of one entry. `typeflag` is the POSIX letter: 0 file, 1 hard link, 2 symbolic link, 5 directory. */
export interface TarEntry {
  readonly name: string;
  readonly typeflag: "0" | "1" | "2" | "5";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly linkName: string;
}

export const TAR_BLOCK_BYTES = 512;

const NAME_BYTES = 100;
const LARGEST_OCTAL_SIZE = 0o77777777777; // 8 GiB − 1: eleven octal digits
const encoder = new TextEncoder();

/**
 * The header of one entry as POSIX.1-2001 writes it: one block, after an extended (pax) header where a name is longer
 * than 100 bytes or not ASCII. Sizes from 8 GiB on are written in base 256, which GNU tar and Go read. The time of
 * modification is always 0, so that the same content gives the same bytes.
 */
export function encodeTarHeader(entry: TarEntry): Uint8Array {
  const records: string[] = [];
  if (!fits(entry.name)) records.push(paxRecord("path", entry.name));
  if (!fits(entry.linkName)) records.push(paxRecord("linkpath", entry.linkName));
  if (records.length === 0) return headerBlock(entry, entry.typeflag);
  const body = encoder.encode(records.join(""));
  const extended = headerBlock({ ...entry, name: "pax", linkName: "", mode: 0o644, sizeBytes: body.byteLength }, "x");
  const padded = new Uint8Array(body.byteLength + paddingBytes(body.byteLength));
  padded.set(body);
  return Buffer.concat([extended, padded, headerBlock(entry, entry.typeflag)]);
}

/** Zero bytes that fill an entry's last block. */
export function paddingBytes(sizeBytes: number): number {
  return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

/** The two zero blocks that end an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * TAR_BLOCK_BYTES);
}

function fits(name: string): boolean {
  const bytes = encoder.encode(name).byteLength;
  return bytes <= NAME_BYTES && bytes === name.length;
}

/** `"LENGTH key=value\n"`, where LENGTH counts its own digits too. */
function paxRecord(key: string, value: string): string {
  const rest = encoder.encode(` ${key}=${value}\n`).byteLength;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
}

function headerBlock(entry: TarEntry, typeflag: string): Uint8Array {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  block.set(encoder.encode(entry.name).subarray(0, NAME_BYTES), 0);
  writeOctal(block, entry.mode & 0o7777, 100, 8);
  writeOctal(block, entry.uid, 108, 8);
  writeOctal(block, entry.gid, 116, 8);
  if (entry.sizeBytes <= LARGEST_OCTAL_SIZE) writeOctal(block, entry.sizeBytes, 124, 12);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(entry.sizeBytes), 128);
  }
  writeOctal(block, 0, 136, 12);
  block.write(typeflag, 156, "latin1");
  block.set(encoder.encode(entry.linkName).subarray(0, NAME_BYTES), 157);
  block.write("ustar\u000000", 257, "latin1");
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function writeOctal(block: Buffer, value: number, offset: number, bytes: number): void {
  block.write(value.toString(8).padStart(bytes - 1, "0"), offset, "latin1");
}
