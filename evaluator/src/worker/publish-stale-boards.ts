import { publishBoard } from "@bodymark/challenge";
import type { Database } from "@bodymark/db";

/** Publishes boards that lack an ended evaluation: its worker died between finishing it and publishing. */
export async function publishStaleBoards(db: Database): Promise<void> {
  const stale = await db.$queryRaw<{ phaseId: string }[]>`
    select s."phaseId" from "Evaluation" e join "Submission" s on s.id = e."submissionId"
    where e.state = 'done'
    group by s."phaseId"
    having max(e."finishedAt") > coalesce(
      (select max(b."createdAt") from "LeaderboardRevision" b where b."phaseId" = s."phaseId"), '-infinity')
      and max(e."finishedAt") < now() - interval '10 seconds'`;
  for (const { phaseId } of stale) await publishBoard(db, phaseId, "results that were not on the board yet");
}
