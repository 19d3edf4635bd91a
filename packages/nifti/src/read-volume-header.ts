import { unreadable } from "./errors.ts";
import { expandStart, isGzip } from "./expand.ts";
import { looksLikeMetaImage, META_HEADER_BYTES, parseMetaHeader } from "./parse-meta-header.ts";
import { looksLikeNifti, NIFTI_HEADER_BYTES, parseNiftiHeader } from "./parse-nifti-header.ts";
import { looksLikeNrrd, NRRD_HEADER_BYTES, parseNrrdHeader } from "./parse-nrrd-header.ts";
import type { VolumeHeader } from "./volume.ts";

/** Bytes from the start of a file that are enough for `readVolumeHeader` in all but contrived files. */
export const VOLUME_HEAD_BYTES = 128 * 1024;

/**
 * Reads a volume's header from the first bytes of a file, expanding no more than it needs. Format and compression are
 * told by the bytes, never by the file's name: NIfTI-1, NIfTI-2 (plain or gzip), MetaImage, NRRD.
 * @throws VolumeError `invalid-output` that names the field and both values.
 */
export function readVolumeHeader(bytes: Uint8Array): VolumeHeader {
  if (bytes.length === 0) throw unreadable("file", "a NIfTI, MetaImage or NRRD file", "empty");
  if (looksLikeMetaImage(bytes)) return parseMetaHeader(bytes.subarray(0, META_HEADER_BYTES));
  if (looksLikeNrrd(bytes)) return parseNrrdHeader(bytes.subarray(0, NRRD_HEADER_BYTES));
  const head = isGzip(bytes) ? expandStart(bytes, NIFTI_HEADER_BYTES) : bytes.subarray(0, NIFTI_HEADER_BYTES);
  if (!looksLikeNifti(head)) throw unreadable("file", "a NIfTI, MetaImage or NRRD file", describe(head));
  return parseNiftiHeader(head);
}

function describe(head: Uint8Array): string {
  const start = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return head.length < 4 ? `${head.length} bytes` : `something that begins with ${start}`;
}
