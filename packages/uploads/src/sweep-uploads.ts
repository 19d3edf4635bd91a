import { completeUpload } from "./complete-upload.ts";
import type { UploadContext } from "./context.ts";
import { UPLOAD_LIMITS } from "./limits.ts";
import { removeStaged } from "./remove-staged.ts";
import { UploadRefusal } from "./upload-refusal.ts";
import { withObjectLock } from "./with-object-lock.ts";

/** How many uploads were given up, finished after a crash, or removed because nobody handed them in. */
export interface Swept {
  expired: number;
  completed: number;
  unused: number;
}

export async function sweepUploads(context: UploadContext, onError: (error: unknown) => void): Promise<Swept> {
  return {
    completed: await finishInterrupted(context, onError),
    expired: await expireAbandoned(context),
    unused: await removeUnused(context),
  };
}

/** All bytes had come, then the server was killed. The margin leaves those alone that are being completed now. */
async function finishInterrupted(context: UploadContext, onError: (error: unknown) => void): Promise<number> {
  const rows = await context.db.$queryRaw<{ id: string }[]>`
    select id from "Upload" where state = 'open' and "completedAt" < now() - interval '10 minutes'`;
  for (const { id } of rows) {
    try {
      await completeUpload(context, id);
    } catch (error) {
      if (!(error instanceof UploadRefusal)) onError(error); // a refused one is failed, and says why
    }
  }
  return rows.length;
}

async function expireAbandoned(context: UploadContext): Promise<number> {
  const message = "Nothing arrived for too long, so the upload was given up. Start it again.";
  const rows = await context.db.$queryRaw<{ id: string }[]>`
    update "Upload" set state = 'expired', message = ${message}
    where state = 'open' and "expiresAt" < now() returning id`;
  for (const { id } of rows) await removeStaged(context, id);
  return rows.length;
}

/** Complete uploads that no submission uses: their objects go too, unless another upload, image or case needs them. */
async function removeUnused({ db, store }: UploadContext): Promise<number> {
  const unusedS = UPLOAD_LIMITS.unusedMs / 1000;
  const rows = await db.$queryRaw<{ id: string; objectKey: string }[]>`
    select u.id, u."objectKey" from "Upload" u
    where u.state = 'complete' and u.kind in ('image', 'case') and u."objectKey" is not null
      and u."completedAt" < now() - ${unusedS} * interval '1 second'
      and not exists (select from "Submission" s where s."uploadId" = u.id)`;
  for (const { id, objectKey } of rows) {
    await withObjectLock(db, objectKey, async (tx) => {
      const gone = { state: "expired", message: "The upload was never handed in and has been removed." };
      const { count } = await tx.upload.updateMany({
        where: { id, state: "complete", submissions: { none: {} } },
        data: { ...gone, objectKey: null },
      });
      const needed =
        (await tx.upload.count({ where: { objectKey } })) +
        (await tx.image.count({ where: { objectKey } })) +
        (await tx.case.count({ where: { imageKey: objectKey } })) +
        (await tx.caseReference.count({ where: { labelKey: objectKey } }));
      if (count > 0 && needed === 0) await store.delete(objectKey);
    });
  }
  return rows.length;
}
