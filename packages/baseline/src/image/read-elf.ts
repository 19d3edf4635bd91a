import { open } from "node:fs/promises";

/** What an ELF file (64-bit, little endian) says of how it is loaded. */
export interface ElfLayout {
  /** The dynamic loader that it asks for; null for a static program or a library. */
  readonly interpreter: string | null;
  /** Bytes from the start that a program loader reads; what follows (symbols, debugging) is for tools. */
  readonly loadedBytes: number;
}

const PT_LOAD = 1;
const PT_INTERP = 3;
const PT_NOTE = 4;
const HEADER_BYTES = 64;

/** Reads the program headers (System V ABI, chapter 5). @throws Error when the file is not such an ELF file. */
export async function readElf(path: string): Promise<ElfLayout> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES, 0);
    if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) {
      throw new Error(`${path} is not a 64-bit little-endian ELF file`);
    }
    const entryBytes = header.readUInt16LE(54);
    const count = header.readUInt16LE(56);
    const tableOffset = Number(header.readBigUInt64LE(32));
    const table = Buffer.alloc(entryBytes * count);
    await file.read(table, 0, table.length, tableOffset);
    let interpreter: string | null = null;
    let loadedBytes = tableOffset + table.length;
    for (let at = 0; at < table.length; at += entryBytes) {
      const type = table.readUInt32LE(at);
      const offset = Number(table.readBigUInt64LE(at + 8));
      const size = Number(table.readBigUInt64LE(at + 32));
      if (type === PT_LOAD || type === PT_NOTE) loadedBytes = Math.max(loadedBytes, offset + size);
      if (type === PT_INTERP) {
        const name = Buffer.alloc(size);
        await file.read(name, 0, size, offset);
        interpreter = name.toString("latin1").replace(/\0.*$/s, "");
      }
    }
    return { interpreter, loadedBytes };
  } finally {
    await file.close();
  }
}

/** A program without what its loader never reads: the file up to `loadedBytes`, its section table forgotten. */
export async function readStripped(path: string): Promise<Uint8Array> {
  const { loadedBytes } = await readElf(path);
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(loadedBytes);
    await file.read(bytes, 0, loadedBytes, 0);
    bytes.writeBigUInt64LE(0n, 40); // e_shoff
    bytes.writeUInt16LE(0, 60); // e_shnum
    bytes.writeUInt16LE(0, 62); // e_shstrndx
    return bytes;
  } finally {
    await file.close();
  }
}
