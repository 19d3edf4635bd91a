/**
 * Files that organizers bring: a case's image and label map, checked slice by slice as they stream; pictures.
 *
 *   checkCase(files) → what was found, or everything that is wrong · recognisePicture(bytes)
 */
export { type CaseFiles, type CheckedCase, checkCase, type FileReport } from "./check-case.ts";
export { PICTURE_BYTES, recognisePicture } from "./recognise-picture.ts";
