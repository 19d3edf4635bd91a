import type { Database } from "@bodymark/db";
import { Refusal } from "../errors.ts";
import { notifySubmission } from "../notify-submission.ts";
import { publishBoard } from "../publish-board.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireManagedSubmission } from "./require-managed.ts";

/**
 * Takes a disqualification back: the submission stands on its board again, where its phase's rules let it.
 * @throws Refusal `not-found`, `not-allowed`, `already-final` where it is not disqualified
 */
export async function restoreSubmission(db: Database, viewer: Viewer, id: string): Promise<void> {
  const { phase, disqualifiedWhy, actorId } = await requireManagedSubmission(db, viewer, id, "editor");
  await db.$transaction(async (tx) => {
    const { count } = await tx.submission.updateMany({
      where: { id, disqualifiedAt: { not: null } },
      data: { disqualifiedAt: null, disqualifiedWhy: null },
    });
    if (count === 0) throw new Refusal("already-final", "This submission is not disqualified.");
    await writeAudit(tx, {
      actorId,
      actorKind: "user",
      action: "submission.restored",
      subjectKind: "submission",
      subjectId: id,
      challengeId: phase.challengeId,
      details: { before: { disqualified: disqualifiedWhy } },
    });
    await notifySubmission(tx, id);
  });
  await publishBoard(db, phase.id, `submission ${id} restored`);
}
