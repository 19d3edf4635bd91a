import type { UploadRefusal } from "./upload-refusal.ts";

/** A refusal as problem details (RFC 9457). */
export function problem(refusal: UploadRefusal): Response {
  const { status, code, message } = refusal;
  const body = { type: `urn:bodymark:problem:${code}`, title: TITLES[code], status, code, detail: message };
  const headers = new Headers();
  headers.set("Content-Type", "application/problem+json");
  headers.set("Cache-Control", "no-store");
  headers.set("Tus-Resumable", "1.0.0");
  return new Response(JSON.stringify(body), { status, headers });
}

const TITLES: Record<UploadRefusal["code"], string> = {
  "not-signed-in": "Not signed in",
  "foreign-origin": "Request from another site",
  "not-found": "No such upload",
  "offset-conflict": "Upload has another offset",
  "already-complete": "Upload is complete",
  "no-longer-exists": "Upload no longer exists",
  "upload-too-large": "Upload too large",
  "invalid-archive": "Not an image archive",
  "checksum-mismatch": "File changed on its way",
  "invalid-request": "Not a valid upload request",
  "too-many-uploads": "Too many unfinished uploads",
  "storage-full": "No space left",
  "upload-failed": "Upload could not be stored",
};
