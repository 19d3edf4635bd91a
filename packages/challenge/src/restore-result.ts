import type { Transaction } from "@bodymark/db";

/**
 * After an evaluation that ended without a result: where an earlier one of the submission has one, that stands, as if
 * nothing had been tried. Says whether there is one.
 */
export async function restoreResult(tx: Transaction, submissionId: string): Promise<boolean> {
  const restored = await tx.$executeRaw`
    update "Submission" s set state = 'done', "cancelRequestedAt" = null, "failureCode" = null, "failureStage" = null,
      "failureMessage" = null, "finishedAt" = (select max(e."finishedAt") from "Evaluation" e
        where e."submissionId" = s.id and e.state = 'done' and e.kind = 'run')
    where s.id = ${submissionId} and exists (
      select 1 from "Evaluation" e where e."submissionId" = s.id and e.state = 'done')`;
  return restored > 0;
}
