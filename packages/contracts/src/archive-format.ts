export type ArchiveFormat = "gzip" | "zstd" | "tar";

/** Bytes from the start of a file that suffice to recognise it. */
export const SIGNATURE_BYTES = 512;

/** For whoever hands in something else. */
export const NOT_AN_ARCHIVE =
  "This is not an image archive: it is neither tar nor gzip nor zstd. Make one with `docker save IMAGE | gzip > image.tar.gz`.";

/**
 * The format of a file by its first bytes: gzip (RFC 1952: 1f 8b, method 8), Zstandard (RFC 8878: magic number or a
 * skippable frame) or tar (POSIX.1: "ustar" at 257, or a header whose checksum holds, as older tars write). Null for
 * anything else. `docker save` writes tar; people compress it with gzip or zstd. Runs in browsers, too.
 */
export function recogniseArchive(start: Uint8Array): ArchiveFormat | null {
  if (start[0] === 0x1f && start[1] === 0x8b && start[2] === 8) return "gzip";
  if (start.length >= 4) {
    const magic = new DataView(start.buffer, start.byteOffset).getUint32(0, true);
    if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return "zstd";
  }
  return isTarHeader(start) ? "tar" : null;
}

function isTarHeader(start: Uint8Array): boolean {
  if (start.length < SIGNATURE_BYTES) return false;
  const text = String.fromCharCode(...start.subarray(0, SIGNATURE_BYTES));
  if (text.startsWith("ustar", 257)) return true;
  const declared = Number.parseInt(text.slice(148, 156).trim(), 8);
  let sum = 0;
  for (let at = 0; at < SIGNATURE_BYTES; at += 1) sum += at >= 148 && at < 156 ? 32 : (start[at] ?? 0);
  return text[0] !== "\0" && declared === sum;
}
