import { BodymarkError, caseStatusSchema } from "@bodymark/contracts";
import type { ScoringThreads } from "@bodymark/scoring";
import { scoreOne } from "../evaluate/score-one.ts";
import type { WorkerContext } from "./context.ts";
import { assertLease, type Claim } from "./lease.ts";
import type { CachedObject, HeldObject } from "./object-cache.ts";
import { type Scoring, scoreColumns } from "./score-columns.ts";
import { writeJournal } from "./write-journal.ts";

const VOLUME_EXTENSION = ".nii.gz";

/** A prediction that the database names is not in the storage: only running the image again brings it back. */
export class PredictionGone extends BodymarkError {
  override readonly name = "PredictionGone";
  readonly code = "prediction-gone";
  readonly retry = false;
}

/** Scores one kept prediction against its case's newest reference, and writes that down; a case that failed fails again. */
export async function rescoreCase(
  { db, cache, store }: WorkerContext,
  claim: Claim,
  runId: string,
  scoring: Scoring,
  threads: ScoringThreads,
  signal: AbortSignal,
): Promise<void> {
  const run = await db.caseRun.findUniqueOrThrow({
    where: { id: runId },
    include: { case: { include: { references: { orderBy: { revision: "desc" }, take: 1 } } } },
  });
  const reference = run.case.references[0];
  if (!reference) throw new Error(`case ${run.caseId} has no reference`);
  const status = caseStatusSchema.parse(run.status);
  const held: HeldObject[] = [];
  const hold = async (object: CachedObject): Promise<string> => {
    const one = await cache.hold(object, VOLUME_EXTENSION, signal);
    held.push(one);
    return one.path;
  };
  try {
    const labelPath = await hold({ key: reference.labelKey, sha256: reference.labelSha256 });
    const prediction = { key: run.predictionKey ?? "", sha256: run.predictionSha256 ?? "" };
    if (status === "ok" && (prediction.key === "" || (await store.head(prediction.key)) === null))
      throw new PredictionGone(`the prediction of case ${run.ordinal} is not kept any more: this needs a re-run`);
    const structures = await scoreOne(
      { options: { structures: scoring.structures }, definition: scoring.definition, scoring: threads },
      { case: run.caseId, labelPath, notAnnotated: reference.notAnnotated },
      status === "ok" ? { predictionPath: await hold(prediction) } : { failure: status },
    );
    const score = scoreColumns(structures, scoring);
    await db.$transaction(async (tx) => {
      await assertLease(tx, claim);
      const { state } = await tx.caseRun.findUniqueOrThrow({ where: { id: runId }, select: { state: true } });
      if (state === "done") return;
      await tx.score.upsert({ where: { caseRunId: runId }, create: { caseRunId: runId, ...score }, update: score });
      await tx.caseRun.update({ where: { id: runId }, data: { state: "done" } });
      await tx.evaluation.update({
        where: { id: claim.evaluationId },
        data: { doneCases: { increment: 1 }, faults: 0 },
      });
      await writeJournal(tx, claim, { stage: "score", message: `scored again: ${status}`, ordinal: run.ordinal });
    });
  } finally {
    for (const one of held) await one.release();
  }
}
