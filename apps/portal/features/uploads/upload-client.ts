import { NOT_AN_ARCHIVE, recogniseArchive, SIGNATURE_BYTES } from "@bodymark/contracts";
import { DetailedError, Upload } from "tus-js-client";
import { hashFile } from "./hash-file.ts";

/** Bytes of a request. A broken connection costs at most this much again; the disk of the server syncs once for each. */
const CHUNK_BYTES = 64 * 1024 * 1024;
/** Waits before another try, in milliseconds; then the upload pauses until its sender resumes it. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 10_000, 30_000];

/** A container image for a phase, or a file of a case. */
export type UploadTarget = { challenge: string; phase: string } | { challenge: string; kind: "case" };

const NOT_A_VOLUME = "This is not a gzip-compressed NIfTI file (.nii.gz).";

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface UploadHandlers {
  onProgress(progress: UploadProgress): void;
  /** All bytes have arrived and were accepted; `uploadId` can be handed in. `sha256` is what the server computed. */
  onDone(uploadId: string, sha256: string): void;
  /** `message` is for the person; `canResume` is false where the server refused the file itself. */
  onFailure(message: string, canResume: boolean): void;
}

export interface RunningUpload {
  /** Stops sending; what has arrived stays. */
  pause(): void;
  resume(): void;
  /** Stops and removes what has arrived. */
  discard(): void;
}

/**
 * Sends a file by tus to `/api/v1/uploads`. The same file chosen again, after a reload or a crash too, goes on where
 * it stopped: the browser keeps the upload's address until it is complete. What cannot be an image archive is refused
 * at once. The file is hashed here while it travels, and at the end both hashes must be one. `target` lets the server
 * hold the size against the phase's own limit before anything is sent.
 */
export function startUpload(file: File, handlers: UploadHandlers, target: UploadTarget): RunningUpload {
  let discarded = false;
  const hashing = hashFile(file);
  const upload = new Upload(file, {
    endpoint: "/api/v1/uploads",
    metadata: { filename: file.name, ...target },
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    removeFingerprintOnSuccess: true,
    onProgress: (sentBytes, totalBytes) => handlers.onProgress({ sentBytes, totalBytes: totalBytes ?? file.size }),
    onSuccess: () => void finish(),
    onError: (error) => {
      if (discarded) return;
      const { message, refused } = explain(error);
      handlers.onFailure(message, !refused);
    },
  });
  const begin = async () => {
    const start = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
    const format = recogniseArchive(start);
    if (format === null || ("kind" in target && format !== "gzip")) {
      hashing.stop();
      handlers.onFailure("kind" in target ? NOT_A_VOLUME : NOT_AN_ARCHIVE, false);
      return;
    }
    const [previous] = await upload.findPreviousUploads();
    if (discarded) return;
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  };
  const finish = async () => {
    const uploadId = upload.url?.split("/").at(-1) ?? "";
    const [here, there] = await Promise.all([hashing.sha256, readHash(uploadId)]);
    if (discarded) return;
    if (there === null) handlers.onFailure(BROKE_OFF, true);
    else if (here !== null && here !== there) handlers.onFailure(CHANGED, false);
    else handlers.onDone(uploadId, there);
  };
  begin().catch(() => handlers.onFailure("The file cannot be read. Choose it again.", false));
  return {
    pause: () => void upload.abort(),
    resume: () => upload.start(),
    discard: () => {
      discarded = true;
      hashing.stop();
      // Nothing to tell if the server cannot be reached: an abandoned upload expires there by itself.
      void upload.abort(true).catch(() => undefined);
    },
  };
}

const BROKE_OFF = "The connection broke off. What has arrived is kept.";
const CHANGED = "The file that arrived is not the one on this machine: it changed while it was sent. Choose it again.";

/** The hash that the server computed of a complete upload; null when it cannot be reached. */
async function readHash(uploadId: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/uploads/${uploadId}`);
    const { sha256 } = (await response.json()) as { sha256?: string };
    return sha256 ?? null;
  } catch {
    return null;
  }
}

/** What the server said, as a sentence; a refusal (4xx) will not change by trying again. */
function explain(error: Error): { message: string; refused: boolean } {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status < 400) return { message: BROKE_OFF, refused: false };
  return {
    message: readDetail(response?.getBody() ?? "") ?? `The portal answered ${status}.`,
    refused: status < 500 && status !== 429 && status !== 423 && status !== 409,
  };
}

function readDetail(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "detail" in parsed) return String(parsed.detail);
  } catch {
    // Not problem details: a proxy in between has answered.
  }
  return null;
}
