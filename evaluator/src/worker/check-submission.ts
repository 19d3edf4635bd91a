import { notifySubmission } from "@bodymark/challenge";
import { limitsSchema, profileSchema, RunFailure } from "@bodymark/contracts";
import type { Prisma } from "@bodymark/db";
import { acceptArchive } from "@bodymark/image";
import type { WorkerContext } from "./context.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { assertLease, type Claim } from "./lease.ts";
import { writeJournal } from "./write-journal.ts";

/**
 * Looks at an image that just came in, without the engine: streams through the archive under hard caps. Passed, the
 * submission is queued for evaluation; refused, it ends with its failure code.
 */
export async function checkSubmission(context: WorkerContext, claim: Claim, signal: AbortSignal): Promise<void> {
  const { db, cache, queue } = context;
  const submission = await db.submission.findUniqueOrThrow({
    where: { id: claim.submissionId },
    include: { phase: true, upload: true },
  });
  const { upload, phase } = submission;
  if (!upload.objectKey || !upload.sha256) throw new Error(`upload ${upload.id} has no object`);
  let release = async (): Promise<void> => undefined;
  try {
    await writeJournal(db, claim, {
      stage: "accept",
      message: `checking ${upload.fileName}, ${upload.sizeBytes} bytes`,
    });
    const archive = await cache.hold({ key: upload.objectKey, sha256: upload.sha256 }, ".image", signal);
    release = archive.release;
    const profile = profileSchema.parse(phase.profile);
    const accepted = await acceptArchive(archive.path, {
      profile,
      maxImageBytes: limitsSchema.parse(phase.limits).imageBytes,
      signal,
    });
    const image = {
      archiveSha256: upload.sha256,
      objectKey: upload.objectKey,
      sizeBytes: upload.sizeBytes,
      expandedBytes: BigInt(accepted.expandedBytes),
      architecture: accepted.architecture,
      accepted: JSON.parse(JSON.stringify(accepted)) as Prisma.InputJsonObject,
    };
    await db.$transaction(async (tx) => {
      await assertLease(tx, claim);
      await tx.image.upsert({
        where: { digest: accepted.digest },
        create: { digest: accepted.digest, ...image },
        update: {},
      });
      await tx.submission.update({
        where: { id: claim.submissionId },
        data: { state: "queued", imageDigest: accepted.digest },
      });
      await tx.$executeRaw`
        update "Evaluation" set "leaseUntil" = null, "imageDigest" = ${accepted.digest} where id = ${claim.evaluationId}`;
      await writeJournal(tx, claim, { stage: "accept", message: `accepted ${accepted.digest}; queued for evaluation` });
      await queue.wake(tx, "evaluate", claim.evaluationId);
      await notifySubmission(tx, claim.submissionId);
    });
  } catch (error) {
    if (!(error instanceof RunFailure) || error.retry || signal.aborted) throw error;
    await endEvaluation(db, claim, { code: error.code, stage: error.stage, message: error.message });
  } finally {
    await release(); // It stays in the cache: the evaluation comes next, and mostly to this worker.
  }
}
