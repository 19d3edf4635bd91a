/**
 * Zip archives by PKWARE's APPNOTE 6.3, without encryption: of a few files in memory (`writeZip`, without Zip64), or of any
 * size as it is read (`streamZip`, in Zip64 form). `readZip` reads both where they are small.
 */
export { MalformedZip } from "./errors.ts";
export { type ReadZipOptions, readZip } from "./read-zip.ts";
export { type StreamedEntry, streamZip } from "./stream-zip.ts";
export { writeZip, type ZipEntry } from "./write-zip.ts";
