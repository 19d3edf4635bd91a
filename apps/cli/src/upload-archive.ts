import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { DetailedError, Upload } from "tus-js-client";
import { hashFile } from "./inspect-archive.ts";
import { type PlatformClient, problemOf } from "./platform-client.ts";
import { PlatformError } from "./platform-error.ts";
import { openUploadMemory } from "./upload-memory.ts";

/** What is lost at most when a proxy between breaks off; also what the platform reads on of a file that it refuses. */
const CHUNK_BYTES = 64 * 1024 * 1024;
/** Waits between attempts while nothing gets through; any progress begins them anew. About five minutes in all. */
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000, 60_000];

export interface UploadRequest {
  path: string;
  /** Where begun uploads are remembered: a call for the same unchanged file and platform resumes. */
  rememberIn: string;
  metadata: Record<string, string>;
  /** Where it is known already. */
  sha256?: string;
  onProgress: (sentBytes: number, totalBytes: number) => void;
  onHash: (sha256: string) => void;
}

/** Uploads a file, or what is missing of it since a former call. Returns the upload's id. */
export async function uploadArchive(platform: PlatformClient, request: UploadRequest): Promise<string> {
  const { path, rememberIn, metadata, onProgress, onHash } = request;
  const sha256 = request.sha256 ?? (await hashFile(path));
  onHash(sha256);
  const file = createReadStream(path);
  try {
    return await new Promise<string>((resolve, reject) => {
      // Its types know browsers only; on Node the file is a stream with a path, of which it reads slices.
      const upload: Upload = new Upload(file as unknown as File, {
        endpoint: `${platform.url}/uploads`,
        headers: platform.headers,
        chunkSize: CHUNK_BYTES,
        retryDelays: RETRY_DELAYS_MS,
        metadata: { filename: basename(path), sha256, ...metadata },
        urlStorage: openUploadMemory(rememberIn),
        onProgress,
        onError: (error) => reject(explain(error)),
        onSuccess: () => resolve(new URL(upload.url ?? "").pathname.split("/").at(-1) ?? ""),
      });
      upload.findPreviousUploads().then((former) => {
        const latest = former.sort((a, b) => b.creationTime.localeCompare(a.creationTime))[0];
        if (latest) upload.resumeFromPreviousUpload(latest);
        upload.start();
      }, reject);
    });
  } finally {
    file.destroy();
  }
}

function explain(error: Error): Error {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response) return problemOf(response.getStatus(), response.getBody());
  return new PlatformError("unreachable", "the upload broke off; call again to resume it", true, { cause: error });
}
