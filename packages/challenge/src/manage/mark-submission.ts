import type { Database } from "@bodymark/db";
import { publishBoard } from "../publish-board.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireManagedSubmission } from "./require-managed.ts";

/** A baseline stands for itself on the board; verified says that the organizers have looked at code or method. */
export interface Marks {
  baseline?: boolean | undefined;
  verified?: boolean | undefined;
}

/**
 * Marks a submission as baseline or verified, or takes a mark off; the board follows at once.
 * @throws Refusal `not-found`, `not-allowed`
 */
export async function markSubmission(db: Database, viewer: Viewer, id: string, marks: Marks): Promise<Required<Marks>> {
  const row = await requireManagedSubmission(db, viewer, id, "editor");
  const before = { baseline: row.baseline, verified: row.verified };
  const after = { baseline: marks.baseline ?? row.baseline, verified: marks.verified ?? row.verified };
  if (after.baseline === before.baseline && after.verified === before.verified) return after;
  await db.$transaction(async (tx) => {
    await tx.submission.update({ where: { id }, data: after });
    await writeAudit(tx, {
      actorId: row.actorId,
      actorKind: "user",
      action: "submission.marked",
      subjectKind: "submission",
      subjectId: id,
      challengeId: row.phase.challengeId,
      details: { before, after },
    });
  });
  await publishBoard(db, row.phaseId, `submission ${id} marked`);
  return after;
}
