import { crc32, deflateRawSync } from "node:zlib";
import {
  CENTRAL,
  CENTRAL_BYTES,
  DEFLATED,
  END,
  END_BYTES,
  FIRST_DAY,
  LOCAL,
  LOCAL_BYTES,
  MADE_BY_UNIX,
  NEEDS_VERSION,
  REGULAR_FILE,
  STORED,
  UTF8_NAMES,
} from "./layout.ts";

export interface ZipEntry {
  /** `/`-separated, relative. */
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Permissions; 0o644 by default, 0o755 for programs. */
  readonly mode?: number;
}

/**
 * An archive of these files, in their order; each is compressed where that makes it smaller.
 * @throws RangeError above 4 GiB or 65,535 files, which need Zip64
 */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, content, mode = 0o644 } of entries) {
    const name = Buffer.from(path, "utf8");
    const data = typeof content === "string" ? Buffer.from(content, "utf8") : Buffer.from(content);
    const deflated = deflateRawSync(data, { level: 9 });
    const method = deflated.length < data.length ? DEFLATED : STORED;
    const stored = method === DEFLATED ? deflated : data;

    // The fields that local header and directory share, from "version needed" to "extra field length".
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(NEEDS_VERSION, 0);
    shared.writeUInt16LE(UTF8_NAMES, 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt16LE(0, 6);
    shared.writeUInt16LE(FIRST_DAY, 8);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(stored.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(name.length, 22);

    const local = Buffer.alloc(LOCAL_BYTES);
    local.writeUInt32LE(LOCAL, 0);
    shared.copy(local, 4);
    parts.push(local, name, stored);

    const listed = Buffer.alloc(CENTRAL_BYTES);
    listed.writeUInt32LE(CENTRAL, 0);
    listed.writeUInt16LE(MADE_BY_UNIX, 4);
    shared.copy(listed, 6);
    listed.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 38);
    listed.writeUInt32LE(offset, 42);
    central.push(listed, name);
    offset += LOCAL_BYTES + name.length + stored.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
