/** Zip archives of a few files, in memory; the format is PKWARE's APPNOTE 6.3, without Zip64 and encryption. */
export { MalformedZip } from "./errors.ts";
export { type ReadZipOptions, readZip } from "./read-zip.ts";
export { writeZip, type ZipEntry } from "./write-zip.ts";
