/**
 * Resumable uploads by the tus protocol (1.0: creation, creation-with-upload, termination).
 *
 *   receive   openUploads().handle      a request of an owner → a response
 *   tidy      openUploads().sweep       what was abandoned, and what a killed server left unfinished
 *
 * States of an upload: open → complete | failed | expired. The instant of the last byte is the database's.
 */
export { UPLOAD_LIMITS } from "./limits.ts";
export { openUploads, type Uploads } from "./open-uploads.ts";
export { UploadRefusal } from "./upload-refusal.ts";
