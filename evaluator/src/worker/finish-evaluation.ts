import { notifySubmission } from "@bodymark/challenge";
import type { Database } from "@bodymark/db";
import { tellEvaluationEnded } from "@bodymark/mail";
import { assertLease, type Claim } from "./lease.ts";
import type { SummaryColumns } from "./summarise-evaluation.ts";
import { writeJournal } from "./write-journal.ts";

/**
 * Ends an evaluation with its summary, in one transaction; from here on the board may show it. Where the reference was
 * mended between its cases, it stands on the older revision. A re-scoring changes
 * nothing else of its submission, and nobody is told that it was evaluated.
 */
export async function finishEvaluation(
  db: Database,
  claim: Claim,
  summary: SummaryColumns,
  kind: "run" | "rescore" = "run",
): Promise<void> {
  await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    await tx.evaluationSummary.upsert({
      where: { evaluationId: claim.evaluationId },
      create: { evaluationId: claim.evaluationId, ...summary },
      update: summary,
    });
    await tx.$executeRaw`
      update "Evaluation" set state = 'done', "finishedAt" = now(), "leaseUntil" = null,
        "referenceRevision" = coalesce((select min(v."referenceRevision") from "Score" v
          join "CaseRun" c on c.id = v."caseRunId" where c."evaluationId" = "Evaluation".id), "referenceRevision")
      where id = ${claim.evaluationId}`;
    if (kind === "run") {
      await tx.$executeRaw`
        update "Submission" set state = 'done', "finishedAt" = now(), "failureCode" = null, "failureStage" = null, "failureMessage" = null
        where id = ${claim.submissionId}`;
    }
    await writeJournal(tx, claim, {
      stage: "score",
      message: `done: ${summary.caseCount} cases, ${summary.failedCases} failed`,
    });
    if (kind === "run") await tellEvaluationEnded(tx, claim.submissionId, claim.evaluationId);
    await notifySubmission(tx, claim.submissionId);
  });
}
