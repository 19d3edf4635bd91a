import type { Database } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { isUnderWay, nextAttempt, queueRerun } from "./queue-rerun.ts";
import { countOf, requireConfirmed } from "./require-confirmed.ts";
import { requireManagedSubmission } from "./require-managed.ts";

/**
 * Runs a submission again, by its phase's rules of now: a further evaluation beside the earlier ones, which are kept. The
 * team's quota is not touched. Until it has a result, an earlier one stands.
 * @throws Refusal `not-found`, `not-allowed`, `not-finished` while an evaluation is under way, `confirmation-needed`
 */
export async function rerunSubmission(
  db: Database,
  queue: WakeQueue,
  viewer: Viewer,
  id: string,
  options: { confirm?: string | undefined } = {},
): Promise<{ evaluation: string; attempt: number }> {
  const { phase, algorithm, team, actorId } = await requireManagedSubmission(db, viewer, id, "editor");
  const cases = await db.phaseCase.count({ where: { phaseId: phase.id } });
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`select 1 from "Submission" where id = ${id} for update`;
    const submission = await tx.submission.findUniqueOrThrow({
      where: { id },
      include: { evaluations: { select: { attempt: true, state: true } } },
    });
    if (isUnderWay(submission))
      throw new Refusal(
        "not-finished",
        "An evaluation of this submission is under way. Wait for its end, or cancel it.",
      );
    const consequences = [
      `“${algorithm}” of ${team.name} is run again on ${countOf(cases, "case")}, as evaluation ${nextAttempt(submission)}.`,
      "Its earlier evaluations are kept, and the team's quota is not charged.",
      submission.state === "done"
        ? "The board shows its present result until the new one is there, and then the new one."
        : "Once it has a result, it stands on the board.",
    ];
    requireConfirmed({ place: phase, action: `re-run ${id}`, count: 1, consequences }, options.confirm);
    const queued = await queueRerun(tx, queue, submission);
    await writeAudit(tx, {
      actorId,
      actorKind: "user",
      action: "submission.rerun",
      subjectKind: "submission",
      subjectId: id,
      challengeId: phase.challengeId,
      details: { attempt: queued.attempt },
    });
    return queued;
  });
}
