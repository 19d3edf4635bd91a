import { limitsSchema, newId, type Scorer } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { assertLease, type Claim } from "./lease.ts";
import { writeJournal } from "./write-journal.ts";

/**
 * Gives a re-scoring the case runs of the result that it scores again, with their times and predictions and without
 * scores; once, a later claim finds them. Says under which limits they ran.
 */
export async function prepareRescore(
  db: Database,
  claim: Claim,
  phase: { id: string; revision: number },
  scorer: Scorer,
): Promise<{ caseTimeoutS: number; memoryBytes: number }> {
  return await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    const { limits, submissionId, attempt } = await tx.evaluation.findUniqueOrThrow({
      where: { id: claim.evaluationId },
    });
    if ((await tx.caseRun.count({ where: { evaluationId: claim.evaluationId } })) === 0) {
      const source = await tx.evaluation.findFirstOrThrow({
        where: { submissionId, state: "done", attempt: { lt: attempt } },
        orderBy: { attempt: "desc" },
        include: { caseRuns: { where: { case: { phases: { some: { phaseId: phase.id } } } } } },
      });
      await tx.caseRun.createMany({
        data: source.caseRuns.map((run) => ({
          ...run,
          id: newId("caseRun"),
          evaluationId: claim.evaluationId,
          state: "waiting",
        })),
      });
      await tx.evaluation.update({
        where: { id: claim.evaluationId },
        data: {
          caseCount: source.caseRuns.length,
          scorerVersion: scorer.version,
          definition: scorer.definition,
          referenceRevision: phase.revision,
        },
      });
      await writeJournal(tx, claim, {
        stage: "score",
        message: `scoring the predictions of evaluation ${source.attempt} against revision ${phase.revision} of the reference`,
      });
    }
    return limitsSchema.parse(limits);
  });
}
