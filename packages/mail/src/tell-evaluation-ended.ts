import type { Transaction } from "@bodymark/db";
import { notify } from "./notify.ts";

/**
 * Tells a submission's team that an evaluation of it ended, in the transaction that ends it. Says nothing that the
 * submission's page would not show: the state, and for a failure its code.
 */
export async function tellEvaluationEnded(tx: Transaction, submissionId: string, evaluationId: string): Promise<void> {
  const submission = await tx.submission.findUnique({
    where: { id: submissionId },
    select: {
      state: true,
      failureCode: true,
      algorithm: true,
      phase: { select: { title: true, challenge: { select: { title: true } } } },
      team: { select: { members: { select: { userId: true } } } },
    },
  });
  if (!submission || (submission.state !== "done" && submission.state !== "failed")) return;
  const { algorithm, phase, state, failureCode } = submission;
  const where = `“${phase.title}” of ${phase.challenge.title}`;
  await notify(
    tx,
    submission.team.members.map(({ userId }) => userId),
    {
      kind: "evaluation",
      title: state === "done" ? `“${algorithm}” has been evaluated` : `“${algorithm}” failed`,
      body: state === "done" ? `Its results in ${where} are there.` : `In ${where}: ${failureCode ?? "failed"}.`,
      href: `/submissions/${submissionId}`,
      dedupeKey: `evaluation/${evaluationId}/${state}`,
    },
  );
}
