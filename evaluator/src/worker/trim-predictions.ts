import type { Database } from "@bodymark/db";
import type { WorkerContext } from "./context.ts";
import { predictionsOf } from "./predictions-of.ts";

/** What may be given up of a phase that keeps too much, in the order in which it is. */
interface Candidate {
  evaluation: string;
  submission: string;
  bytes: number;
}

/**
 * Brings each phase's kept predictions under its limit: first those of runs that a newer run has superseded or that ended
 * without a result, then those of results that are not on the board; the oldest first. Those of a result that stands on the
 * board stay, and so do all of a submission that is just being run or re-scored: where these alone are above the limit,
 * nothing more is removed. A result without its predictions stays as it is; it can be re-run, not re-scored.
 */
export async function trimPredictions(context: Pick<WorkerContext, "db" | "store" | "log">): Promise<void> {
  const { db, store, log } = context;
  const phases = await db.$queryRaw<{ id: string; over: number }[]>`
    select p.id, (k.bytes - p."keptLimitBytes")::float8 as over
    from "Phase" p join (
      select s."phaseId", sum(e."keptBytes") as bytes
      from "Evaluation" e join "Submission" s on s.id = e."submissionId"
      where e."keptBytes" > 0 and e."predictionsGoneAt" is null group by 1) k on k."phaseId" = p.id
    where k.bytes > p."keptLimitBytes"`;
  for (const { id, over } of phases) {
    let left = over;
    for (const candidate of await findCandidates(db, id)) {
      if (left <= 0) break;
      const shared = await giveUp(db, candidate);
      if (!shared) continue;
      for (const key of shared) await store.delete(key);
      left -= candidate.bytes;
      log.info({ phase: id, ...candidate }, "kept predictions are given up: the phase keeps more than its limit");
    }
  }
  // Also what a worker that died in between has left.
  const gone = await db.evaluation.findMany({
    where: { predictionsGoneAt: { not: null }, keptBytes: { gt: 0 } },
    select: { id: true },
    take: 100,
  });
  for (const { id } of gone) await removeObjects(context, id);
}

async function findCandidates(db: Database, phaseId: string): Promise<Candidate[]> {
  return await db.$queryRaw<Candidate[]>`
    with board as (
      select distinct entry->>'submission' as id from (
        select entries from "LeaderboardRevision" where "phaseId" = ${phaseId} order by number desc limit 1) b,
        jsonb_array_elements(b.entries) as entry)
    select e.id as evaluation, s.id as submission, e."keptBytes"::float8 as bytes
    from "Evaluation" e join "Submission" s on s.id = e."submissionId"
    cross join lateral (select e.state <> 'done' or exists (
      select 1 from "Evaluation" n where n."submissionId" = s.id and n.kind = 'run' and n.state = 'done'
        and n.attempt > e.attempt) as superseded) o
    where s."phaseId" = ${phaseId} and e.kind = 'run' and e."keptBytes" > 0 and e."predictionsGoneAt" is null
      and e.state in ('done', 'failed', 'cancelled')
      and (o.superseded or s.id not in (select id from board))
      and not exists (select 1 from "Evaluation" u where u."submissionId" = s.id
        and u.state in ('queued', 'running', 'scoring'))
    order by o.superseded desc, e."finishedAt", e.id`;
}

/**
 * Takes them out of the database, unless the submission is being worked on now (then null); their objects go after that.
 * Gives the keys of those that lie elsewhere and that nothing refers to any more: results of before each evaluation had a
 * folder of its own share objects by digest.
 */
async function giveUp(db: Database, { evaluation, submission }: Candidate): Promise<string[] | null> {
  return await db.$transaction(async (tx) => {
    const free = await tx.$queryRaw<unknown[]>`
      select 1 from "Submission" where id = ${submission} for update skip locked`;
    const under = await tx.evaluation.count({
      where: { submissionId: submission, state: { in: ["queued", "running", "scoring"] } },
    });
    if (free.length === 0 || under > 0) return null;
    const taken = await tx.$executeRaw`
      update "Evaluation" set "predictionsGoneAt" = now() where id = ${evaluation} and "predictionsGoneAt" is null`;
    if (taken === 0) return null;
    const runs = await tx.caseRun.findMany({
      where: { evaluationId: evaluation, predictionKey: { not: null } },
      select: { predictionKey: true },
    });
    const keys = [...new Set(runs.flatMap(({ predictionKey }) => predictionKey ?? []))];
    // Its re-scorings refer to the same objects.
    await tx.caseRun.updateMany({
      where: { evaluation: { submissionId: submission }, predictionKey: { in: keys } },
      data: { predictionKey: null },
    });
    const message = "its kept predictions are removed to make room: from now on it can be re-run, not re-scored";
    await tx.journalEntry.create({ data: { evaluationId: evaluation, stage: "score", message } });
    const elsewhere = keys.filter((key) => !key.startsWith(predictionsOf(evaluation)));
    if (elsewhere.length === 0) return [];
    const used = await tx.caseRun.findMany({
      where: { predictionKey: { in: elsewhere } },
      distinct: ["predictionKey"],
      select: { predictionKey: true },
    });
    return elsewhere.filter((key) => !used.some(({ predictionKey }) => predictionKey === key));
  });
}

async function removeObjects({ db, store }: Pick<WorkerContext, "db" | "store">, id: string): Promise<void> {
  for await (const { key } of store.list(predictionsOf(id))) await store.delete(key);
  await db.evaluation.update({ where: { id }, data: { keptBytes: 0 } });
}
