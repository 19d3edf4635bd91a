import { FINAL_STATES, submissionStateSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { notFound, Refusal } from "./errors.ts";
import { notifySubmission } from "./notify-submission.ts";
import { organizerRole, requireRole } from "./organize/organizer-role.ts";
import { restoreResult } from "./restore-result.ts";
import type { Viewer } from "./viewer.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * Asks for the end of a submission. One that no worker holds ends at once and is not charged; a running one is killed
 * by its worker within seconds. It is the team's and the editors' to ask: reviewers change nothing.
 */
export async function cancelSubmission(db: Database, viewer: Viewer, id: string): Promise<void> {
  const submission = await db.submission.findUnique({
    where: { id },
    include: { phase: true, team: { include: { members: true } } },
  });
  if (!submission || !viewer) throw notFound("submission");
  const mine = submission.team.members.some((m) => m.userId === viewer.userId);
  if (!mine) {
    const role = await organizerRole(db, viewer, submission.phase.challengeId);
    if (!role) throw notFound("submission");
    requireRole(role, "editor");
  }
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select 1 from "Submission" where id = ${id} for update`;
    const current = await tx.submission.findUniqueOrThrow({ where: { id }, select: { state: true } });
    if (FINAL_STATES.includes(submissionStateSchema.parse(current.state))) {
      throw new Refusal("already-final", "This submission has ended already.");
    }
    await tx.$executeRaw`update "Submission" set "cancelRequestedAt" = now() where id = ${id}`;
    await tx.$executeRaw`
      insert into "JournalEntry" ("evaluationId", stage, message)
      select e.id, 'queue', concat('cancellation asked for', case when e.state = 'queued' then '; it had not begun' end)
      from "Evaluation" e where e."submissionId" = ${id} and e.state in ('queued', 'running', 'scoring')`;
    const ended = await tx.$executeRaw`
      update "Evaluation" set state = 'cancelled', "finishedAt" = now(), "failureCode" = 'cancelled', fence = fence + 1
      where "submissionId" = ${id} and state = 'queued'`;
    if (ended > 0 && !(await restoreResult(tx, id))) {
      await tx.$executeRaw`
        update "Submission" s set state = 'cancelled', "finishedAt" = now(), "failureCode" = 'cancelled',
          charged = charged and exists (select 1 from "Evaluation" e where e."submissionId" = s.id and e.attempt > 1)
        where id = ${id}`;
    }
    await writeAudit(tx, {
      actorId: viewer.userId,
      actorKind: "user",
      action: "submission.cancelled",
      subjectKind: "submission",
      subjectId: id,
      challengeId: submission.phase.challengeId,
    });
    await notifySubmission(tx, id);
  });
}
