import type { Database } from "@bodymark/db";

/** Where an evaluation waits: 1 is next. The estimate takes the mean of the phase's recent evaluations. */
export interface QueuePlace {
  position: number;
  waiting: number;
  estimateS: number | null;
}

export async function readQueuePlace(db: Database, evaluationId: string): Promise<QueuePlace> {
  const [row] = await db.$queryRaw<{ position: bigint; waiting: bigint; workers: bigint; meanS: number | null }[]>`
    with me as (select "queuedAt", "submissionId" from "Evaluation" where id = ${evaluationId}),
    queue as (
      select e."queuedAt" from "Evaluation" e join "Submission" s on s.id = e."submissionId"
      where e.state = 'queued' and s.state = 'queued')
    select
      (select count(*) from queue where "queuedAt" <= (select "queuedAt" from me)) as position,
      (select count(*) from queue) as waiting,
      (select count(*) from "Worker" where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute') as workers,
      (select avg(extract(epoch from recent."finishedAt" - recent."startedAt"))::float8 from (
        select e."startedAt", e."finishedAt" from "Evaluation" e
        join "Submission" s on s.id = e."submissionId"
        join "Submission" mine on mine.id = (select "submissionId" from me) and mine."phaseId" = s."phaseId"
        where e.state = 'done' order by e."finishedAt" desc limit 20) recent) as "meanS"`;
  const position = Number(row?.position ?? 0);
  const workers = Number(row?.workers ?? 0);
  return {
    position,
    waiting: Number(row?.waiting ?? 0),
    estimateS: row?.meanS && workers > 0 ? Math.ceil((position * row.meanS) / workers) : null,
  };
}
