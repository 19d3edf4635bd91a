import type { UploadContext } from "./context.ts";

/** Removes what has arrived of an upload: an unfinished one by the tus store, which ends it in S3, then whatever is left. */
export async function removeStaged({ receiving, store }: UploadContext, id: string): Promise<void> {
  try {
    await receiving.remove(id);
  } catch (error) {
    const missing = typeof error === "object" && error !== null && "status_code" in error && error.status_code === 404;
    if (!missing) throw error;
  }
  await store.staging.remove(id);
}
