import type { UploadContext } from "./context.ts";
import { removeStaged } from "./remove-staged.ts";
import type { UploadRefusal } from "./upload-refusal.ts";

/** Closes an upload for good and frees its space. */
export async function failUpload(context: UploadContext, id: string, refusal: UploadRefusal): Promise<void> {
  const data = { state: "failed", message: refusal.message };
  await context.db.upload.updateMany({ where: { id, state: "open" }, data });
  await removeStaged(context, id);
}
