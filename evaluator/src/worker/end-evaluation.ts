import { notifySubmission, restoreResult } from "@bodymark/challenge";
import type { FailureCode, Stage } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { tellEvaluationEnded } from "@bodymark/mail";
import { assertLease, type Claim } from "./lease.ts";
import { writeJournal } from "./write-journal.ts";

/**
 * Ends an evaluation without a result: the image was refused, or somebody cancelled. `message` may be seen by the
 * participant. A cancellation before the first container started is not charged. Where an earlier evaluation has a result
 * (this one was a re-run or a re-scoring), that stands and the team is told nothing.
 */
export async function endEvaluation(
  db: Database,
  claim: Claim,
  failure: { code: FailureCode; stage: Stage; message: string | null },
): Promise<void> {
  const state = failure.code === "cancelled" ? "cancelled" : "failed";
  await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    await tx.$executeRaw`
      update "Evaluation" set state = ${state}, "failureCode" = ${failure.code}, "failureStage" = ${failure.stage},
        "failureMessage" = ${failure.message}, "finishedAt" = now(), "leaseUntil" = null
      where id = ${claim.evaluationId}`;
    const standing = await restoreResult(tx, claim.submissionId);
    if (!standing)
      await tx.$executeRaw`
      update "Submission" set state = ${state}, "failureCode" = ${failure.code}, "failureStage" = ${failure.stage},
        "failureMessage" = ${failure.message}, "finishedAt" = now(),
        charged = charged and not (${failure.code === "cancelled"} and
          (select "startedAt" is null and attempt = 1 from "Evaluation" where id = ${claim.evaluationId}))
      where id = ${claim.submissionId}`;
    await writeJournal(tx, claim, {
      stage: failure.stage,
      message: `${failure.code}${failure.message ? `: ${failure.message}` : ""}`,
    });
    if (!standing) await tellEvaluationEnded(tx, claim.submissionId, claim.evaluationId);
    await notifySubmission(tx, claim.submissionId);
  });
}
