import { unreadable } from "./errors.ts";
import type { VolumeHeader } from "./volume.ts";

/** The header field that names the file of the voxels. */
export function dataFileField(format: VolumeHeader["format"]): string {
  return format === "nrrd" ? "data file" : "ElementDataFile";
}

/**
 * Lets a plain name beside the header pass: a list, a pattern or a path out of the folder is never followed.
 * @throws VolumeError `invalid-output`
 */
export function requirePlainName(file: string, field: string, expected: string): string {
  if (!/^[^/\\%\s][^/\\%]*$/.test(file) || /^(LIST\b.*|\.\.?)$/i.test(file)) throw unreadable(field, expected, file);
  return file;
}
