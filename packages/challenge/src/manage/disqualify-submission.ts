import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import { notifySubmission } from "../notify-submission.ts";
import { publishBoard } from "../publish-board.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireConfirmed } from "./require-confirmed.ts";
import { requireManagedSubmission } from "./require-managed.ts";

/**
 * Takes a submission off its board, with a reason that its team is told. Its results are kept, and it can be restored.
 * @throws Refusal `not-found`, `not-allowed`, `invalid-input` without a reason, `already-final` where it is, `confirmation-needed`
 */
export async function disqualifySubmission(
  db: Database,
  viewer: Viewer,
  id: string,
  options: { reason: string; confirm?: string | undefined },
): Promise<void> {
  const { phase, team, algorithm, disqualifiedAt, actorId } = await requireManagedSubmission(db, viewer, id, "editor");
  const reason = options.reason.trim();
  if (reason.length < 3 || reason.length > 500) {
    const message = "Say why, in 3 to 500 characters: the team reads it.";
    throw new Refusal("invalid-input", message, { details: { fields: [{ path: "reason", message }] } });
  }
  if (disqualifiedAt) throw new Refusal("already-final", "This submission is disqualified already.");
  const consequences = [
    `“${algorithm}” of ${team.name} leaves the board of “${phase.title}”, which is published anew: others move up, or another submission of the team takes its place.`,
    "Its results and evaluations are kept, and it can be restored. The team is told the reason.",
  ];
  requireConfirmed({ place: phase, action: `disqualify ${id}`, count: 1, consequences }, options.confirm);
  await db.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      update "Submission" set "disqualifiedAt" = now(), "disqualifiedWhy" = ${reason}
      where id = ${id} and "disqualifiedAt" is null`;
    if (changed === 0) throw new Refusal("already-final", "This submission is disqualified already.");
    const entry = await writeAudit(tx, {
      actorId,
      actorKind: "user",
      action: "submission.disqualified",
      subjectKind: "submission",
      subjectId: id,
      challengeId: phase.challengeId,
      details: { reason },
    });
    const members = await tx.teamMember.findMany({ where: { teamId: team.id }, select: { userId: true } });
    await notify(
      tx,
      members.map(({ userId }) => userId),
      {
        kind: "team",
        title: `“${algorithm}” was disqualified`,
        body: `In “${phase.title}” of ${phase.challenge.title}. The organizers say: ${reason}`,
        href: `/submissions/${id}`,
        dedupeKey: `disqualified/${entry}`,
      },
    );
    await notifySubmission(tx, id);
  });
  await publishBoard(db, phase.id, `submission ${id} disqualified`);
}
