import { BodymarkError } from "@bodymark/contracts";
import { UploadRefusal } from "./upload-refusal.ts";

const BY_STATUS: Record<number, UploadRefusal["code"]> = {
  404: "not-found",
  409: "offset-conflict",
  410: "no-longer-exists",
  413: "upload-too-large",
};

/** Any error as a refusal: ours as they are, those of @tus/server by their status, the rest as a fault of ours. */
export function refusalOf(error: unknown): UploadRefusal {
  if (error instanceof UploadRefusal) return error;
  if (error instanceof BodymarkError) {
    const code = error.code === "storage-full" ? "storage-full" : "upload-failed";
    return new UploadRefusal(code, TRY_AGAIN, { cause: error });
  }
  const { status_code: status = 500, body = "" } = error as { status_code?: number; body?: string };
  if (status >= 500 && status !== 501) return new UploadRefusal("upload-failed", TRY_AGAIN, { cause: error });
  return new UploadRefusal(BY_STATUS[status] ?? "invalid-request", body.trim() || "The request is not valid.", {
    cause: error,
  });
}

const TRY_AGAIN = "The upload could not be stored just now. What has arrived is kept: resume it in a moment.";
