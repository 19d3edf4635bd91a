import type { Database } from "@bodymark/db";
import { notFound } from "./errors.ts";
import { keepsLogs } from "./keeps-logs.ts";
import type { Viewer } from "./viewer.ts";
import { organizes } from "./visibility.ts";

/**
 * The storage's key of what the container of one case printed, of a submission's newest evaluation.
 *
 * @throws Refusal `not-found` for strangers, where nothing was kept, and where the phase's cases are not public (any more)
 */
export async function findCaseLog(
  db: Database,
  viewer: Viewer,
  submissionId: string,
  ordinal: number,
): Promise<string> {
  const row = await db.submission.findUnique({
    where: { id: submissionId },
    include: {
      phase: true,
      team: { include: { members: { select: { userId: true } } } },
      evaluations: { orderBy: { attempt: "desc" }, take: 1, include: { caseRuns: { where: { ordinal } } } },
    },
  });
  if (!row || !viewer) throw notFound("log");
  const member = row.team.members.some(({ userId }) => userId === viewer.userId);
  if (!member && !(await organizes(db, viewer, row.phase.challengeId))) throw notFound("log");
  const key = row.evaluations[0]?.caseRuns[0]?.logKey;
  if (!key || !(await keepsLogs(db, row.phase))) throw notFound("log");
  return key;
}
