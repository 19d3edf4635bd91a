import { FINAL_STATES, newId, submissionStateSchema } from "@bodymark/contracts";
import type { Transaction } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { notifySubmission } from "../notify-submission.ts";

/** A submission, locked, with its evaluations. */
export interface Rerunnable {
  id: string;
  state: string;
  imageDigest: string | null;
  evaluations: readonly { attempt: number; state: string }[];
}

/** Whether an evaluation of it waits or goes on, a re-scoring too. */
export function isUnderWay({ state, evaluations }: Rerunnable): boolean {
  const under = evaluations.some((one) => ["queued", "running", "scoring"].includes(one.state));
  return under || !FINAL_STATES.includes(submissionStateSchema.parse(state));
}

/** The attempt that its next evaluation is. */
export function nextAttempt({ evaluations }: Rerunnable): number {
  return Math.max(0, ...evaluations.map((one) => one.attempt)) + 1;
}

/** Queues a further run of a submission; an image that never passed its check is checked first. */
export async function queueRerun(
  tx: Transaction,
  queue: WakeQueue,
  submission: Rerunnable,
): Promise<{ evaluation: string; attempt: number }> {
  const { id, imageDigest } = submission;
  const evaluation = newId("evaluation");
  const attempt = nextAttempt(submission);
  const checked = imageDigest !== null;
  await tx.evaluation.create({ data: { id: evaluation, submissionId: id, attempt, imageDigest } });
  await tx.submission.update({
    where: { id },
    data: {
      ...{ state: checked ? "queued" : "checking", cancelRequestedAt: null, finishedAt: null },
      ...{ failureCode: null, failureStage: null, failureMessage: null },
    },
  });
  await tx.journalEntry.create({
    data: { evaluationId: evaluation, stage: "queue", message: "asked for by an organizer: to be run again" },
  });
  await queue.wake(tx, checked ? "evaluate" : "check", evaluation);
  await notifySubmission(tx, id);
  return { evaluation, attempt };
}
