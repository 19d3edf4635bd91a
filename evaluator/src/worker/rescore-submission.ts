import { publishBoard, readStructures } from "@bodymark/challenge";
import { absentPolicySchema, definitionSchema, RunFailure, type Scorer } from "@bodymark/contracts";
import { SCORER_VERSION, ScoringThreads } from "@bodymark/scoring";
import type { WorkerContext } from "./context.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { finishEvaluation } from "./finish-evaluation.ts";
import type { Claim } from "./lease.ts";
import { loadDoneCases } from "./load-done-cases.ts";
import { prepareRescore } from "./prepare-rescore.ts";
import { readTimedOrdinals } from "./read-timed-ordinals.ts";
import { PredictionGone, rescoreCase } from "./rescore-case.ts";
import { summariseEvaluation } from "./summarise-evaluation.ts";
import { throughOutage } from "./through-outage.ts";

/**
 * Scores a submission's kept predictions again, from the first case that has no new score, against the references and
 * with the scorer of now. No container runs. The board follows when the phase's last re-scoring has ended.
 */
export async function rescoreSubmission(context: WorkerContext, claim: Claim, signal: AbortSignal): Promise<void> {
  const { db, log } = context;
  const { phase } = await db.submission.findUniqueOrThrow({
    where: { id: claim.submissionId },
    include: { phase: true },
  });
  // What the collector let pass holds no label but the structures of then.
  const structures = { ...(await readStructures(db, phase.challengeId)), otherLabels: "background" as const };
  const scorer: Scorer = { version: SCORER_VERSION, definition: definitionSchema.parse(phase.definition) };
  const threads = new ScoringThreads({ size: 1 });
  const stop = () => void threads.close(new RunFailure("cancelled", "score", "cancelled"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    const limits = await prepareRescore(db, claim, phase, scorer);
    const scoring = { ...scorer, structures, referenceRevision: phase.revision };
    const waiting = await db.caseRun.findMany({
      where: { evaluationId: claim.evaluationId, state: { not: "done" } },
      orderBy: { ordinal: "asc" },
      select: { id: true },
    });
    for (const { id } of waiting) {
      signal.throwIfAborted();
      await throughOutage(log, signal, () => rescoreCase(context, claim, id, scoring, threads, signal));
    }
    const names = new Map(structures.structures.map((s) => [s.label, s.name]));
    const cases = await loadDoneCases(db, claim.evaluationId, names);
    const absentPolicy = absentPolicySchema.parse(phase.absentPolicy);
    const timed = await readTimedOrdinals(db, claim.evaluationId, phase.id);
    const summary = summariseEvaluation(cases, structures, { ...scorer, absentPolicy, limits, timed });
    await throughOutage(log, signal, () => finishEvaluation(db, claim, summary, "rescore"));
  } catch (error) {
    if (!(error instanceof PredictionGone) || signal.aborted) throw error;
    await endEvaluation(db, claim, { code: "platform-fault", stage: "score", message: error.message });
  } finally {
    signal.removeEventListener("abort", stop);
    await threads.close();
  }
  const left = await db.evaluation.count({
    where: {
      ...{ kind: "rescore", state: { in: ["queued", "running", "scoring"] } },
      submission: { phaseId: phase.id },
    },
  });
  if (left === 0) await publishBoard(db, phase.id, `re-scored against revision ${phase.revision} of the reference`);
}
