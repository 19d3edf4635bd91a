import { DetailedError, Upload } from "tus-js-client";

/** Bytes of a request. A broken connection costs at most this much again; the disk of the server syncs once for each. */
const CHUNK_BYTES = 64 * 1024 * 1024;
/** Waits before another try, in milliseconds; then the upload pauses until its sender resumes it. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 10_000, 30_000];

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface UploadHandlers {
  onProgress(progress: UploadProgress): void;
  /** All bytes have arrived and were accepted; `uploadId` can be handed in. */
  onDone(uploadId: string): void;
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
 * it stopped: the browser keeps the upload's address until it is complete.
 */
export function startUpload(file: File, handlers: UploadHandlers): RunningUpload {
  let discarded = false;
  const upload = new Upload(file, {
    endpoint: "/api/v1/uploads",
    metadata: { filename: file.name, filetype: file.type },
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    removeFingerprintOnSuccess: true,
    onProgress: (sentBytes, totalBytes) => handlers.onProgress({ sentBytes, totalBytes: totalBytes ?? file.size }),
    onSuccess: () => handlers.onDone(upload.url?.split("/").at(-1) ?? ""),
    onError: (error) => {
      if (discarded) return;
      const { message, refused } = explain(error);
      handlers.onFailure(message, !refused);
    },
  });
  const begin = async () => {
    const [previous] = await upload.findPreviousUploads();
    if (discarded) return;
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  };
  void begin();
  return {
    pause: () => void upload.abort(),
    resume: () => upload.start(),
    discard: () => {
      discarded = true;
      // Nothing to tell if the server cannot be reached: an abandoned upload expires there by itself.
      void upload.abort(true).catch(() => undefined);
    },
  };
}

/** What the server said, as a sentence; a refusal (4xx) will not change by trying again. */
function explain(error: Error): { message: string; refused: boolean } {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status < 400) return { message: "The connection broke off. What has arrived is kept.", refused: false };
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
