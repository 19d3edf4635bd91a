import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound, Refusal } from "./errors.ts";
import { notifySubmission } from "./notify-submission.ts";
import { publishBoard } from "./publish-board.ts";
import type { Viewer } from "./viewer.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * Makes a submission the one that counts for its team, in a phase whose teams choose. Until the phase closes the choice
 * may be changed; the board follows at once.
 * @throws Refusal `not-found` for everybody but the team, `not-choosable` with the reason
 */
export async function chooseSubmission(db: Database, viewer: Viewer, id: string): Promise<void> {
  const submission = await db.submission.findUnique({
    where: { id },
    include: { phase: true, team: { include: { members: { select: { userId: true } } } } },
  });
  if (!submission || !viewer || !submission.team.members.some((m) => m.userId === viewer.userId))
    throw notFound("submission");
  const { phase, teamId } = submission;
  if (phase.counting !== "chosen")
    throw new Refusal("not-choosable", `In “${phase.title}” which submission counts follows from its rules.`);
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${teamId}/${phase.id}`}, 0))`;
    const now = await databaseNow(tx);
    if (phase.closesAt && phase.closesAt <= now)
      throw new Refusal("phase-closed", `“${phase.title}” has closed: the choice stands.`);
    const current = await tx.submission.findUniqueOrThrow({
      where: { id },
      select: { state: true, disqualifiedAt: true },
    });
    if (current.state !== "done" || current.disqualifiedAt)
      throw new Refusal("not-choosable", "Only a submission with a result can count.");
    await tx.submission.updateMany({
      where: { teamId, phaseId: phase.id, chosen: true, id: { not: id } },
      data: { chosen: false },
    });
    await tx.submission.update({ where: { id }, data: { chosen: true } });
    await writeAudit(tx, {
      actorId: viewer.userId,
      actorKind: "user",
      action: "submission.chosen",
      subjectKind: "submission",
      subjectId: id,
      challengeId: phase.challengeId,
    });
    await notifySubmission(tx, id);
  });
  await publishBoard(db, phase.id, `submission ${id} chosen`);
}
