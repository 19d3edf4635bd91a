import { publishBoard } from "@bodymark/challenge";
import type { Database } from "@bodymark/db";

/**
 * Publishes boards that lack an ended evaluation: its worker died between finishing it and publishing. What was re-scored
 * waits for the rest of its phase's re-scoring.
 */
export async function publishStaleBoards(db: Database): Promise<void> {
  const stale = await db.$queryRaw<{ phaseId: string }[]>`
    select s."phaseId" from "Evaluation" e join "Submission" s on s.id = e."submissionId"
    where e.state = 'done' and not (e.kind = 'rescore' and exists (
      select 1 from "Evaluation" w join "Submission" ws on ws.id = w."submissionId"
      where ws."phaseId" = s."phaseId" and w.kind = 'rescore' and w.state in ('queued', 'running', 'scoring')))
    group by s."phaseId"
    having max(e."finishedAt") > coalesce(
      (select max(b."createdAt") from "LeaderboardRevision" b where b."phaseId" = s."phaseId"), '-infinity')
      and max(e."finishedAt") < now() - interval '10 seconds'`;
  for (const { phaseId } of stale) await publishBoard(db, phaseId, "results that were not on the board yet");
}
