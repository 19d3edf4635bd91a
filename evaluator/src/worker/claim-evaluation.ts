import { lockBudgets, readBudgets } from "@bodymark/challenge";
import { type Capabilities, limitsSchema, profileSchema, unmetNeeds } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import type { Claim } from "./lease.ts";

/**
 * `check`: look at an image that just came in. `run`: evaluate a checked one, score its kept predictions again, or take
 * over from a worker that died. Re-scoring is in turn with runs, never beside one that is being timed.
 */
export type ClaimKind = "check" | "run";

/** Who claims, what it can serve, and how long its leases last. */
export interface Claimant {
  workerId: string;
  capabilities: Capabilities;
  leaseS: number;
}

/**
 * Takes the lease on the evaluation that is due next among those that this worker can serve, or null.
 *
 * Fair share: first what a dead worker left; then the challenge, then the team, with the fewest evaluations running; then
 * the challenge, then the team, that was served the longest ago (of checks: the fewest in the last hour); then the one
 * that waits longest. So a team with twenty in the queue gets every second turn beside a team with one, and a challenge
 * likewise. `packages/challenge/src/forecast-queue.ts` foretells this order: change both.
 *
 * A lease that has run out counts as a fault of the platform, so that an image which kills its worker is not handed
 * round for ever; what its container used since then is noted as lost. The journal's line is written with the claim. Stored
 * instants are rounded to milliseconds, maybe upwards. `skip locked` lets workers claim side by side. Re-scoring needs no
 * more than any worker has.
 *
 * Where a challenge with a budget has something waiting, workers claim one after the other, and none begins a new
 * evaluation of a challenge whose budget is used up or promised to what runs. What has begun goes on to its end, checks
 * and re-scorings need no container.
 */
export async function claimEvaluation(db: Database, by: Claimant, kind: ClaimKind): Promise<Claim | null> {
  const { phases, rescoring, budgeted } = await servedPhases(db, by.capabilities);
  if (phases.length === 0 && !(rescoring && kind === "run")) return null;
  if (kind === "check" || budgeted.length === 0) return await claimNext(db, by, kind, phases, []);
  return await db.$transaction(async (tx) => {
    await lockBudgets(tx);
    const budgets = await readBudgets(tx, budgeted);
    const stopped = budgeted.filter((id) => budgets.get(id)?.stop);
    return await claimNext(tx, by, kind, phases, stopped);
  });
}

/** `stopped`: challenges of which nothing new begins. */
async function claimNext(
  db: Database | Transaction,
  by: Claimant,
  kind: ClaimKind,
  phases: readonly string[],
  stopped: readonly string[],
): Promise<Claim | null> {
  const rows = await db.$queryRaw<{ id: string; submissionId: string; fence: number; faults: number }[]>`
    with running as (
      select p."challengeId", s."teamId" from "Evaluation" e
      join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where e.state in ('running', 'scoring') and e."leaseUntil" > now()),
    served as materialized (
      select p."challengeId", s."teamId", max(e."startedAt") as at,
        count(*) filter (where e.fence > 0 and e."queuedAt" > now() - interval '1 hour') as checks
      from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where e."queuedAt" > now() - interval '7 days'
      group by 1, 2),
    next as (
      select e.id, e."workerId" as previous, e."leaseUntil" is not null as orphaned, e."leaseUntil" as until,
        s."phaseId", s."teamId", e.attempt > 1 as rerun, p.limits from "Evaluation" e
      join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where (e."leaseUntil" is null or e."leaseUntil" < now()) and e."notBefore" <= now() + interval '1 millisecond'
        and (p.id = any(${[...phases]}) or e.kind = 'rescore')
        and case ${kind}
          when 'check' then e.state = 'queued' and s.state = 'checking'
          else (e.state = 'queued' and (s.state = 'queued' or e.kind = 'rescore')) or e.state in ('running', 'scoring') end
        and not (p."challengeId" = any(${[...stopped]}) and e.kind = 'run' and e."startedAt" is null)
      order by
        (e.state <> 'queued') desc,
        (select count(*) from running r where r."challengeId" = p."challengeId"),
        (select count(*) from running r where r."teamId" = s."teamId"),
        case ${kind} when 'check' then
          (select sum(v.checks) from served v where v."challengeId" = p."challengeId") end nulls first,
        case ${kind} when 'check' then
          (select sum(v.checks) from served v where v."teamId" = s."teamId") end nulls first,
        case ${kind} when 'run' then
          (select max(v.at) from served v where v."challengeId" = p."challengeId") end nulls first,
        case ${kind} when 'run' then (select max(v.at) from served v where v."teamId" = s."teamId") end nulls first,
        e."queuedAt", e.id
      limit 1
      for update of e skip locked),
    claimed as (
      update "Evaluation" e set
        "workerId" = ${by.workerId}, fence = e.fence + 1, faults = e.faults + next.orphaned::int,
        "leaseUntil" = now() + make_interval(secs => ${by.leaseS}),
        state = case ${kind} when 'check' then e.state else 'running' end,
        "startedAt" = case ${kind} when 'check' then e."startedAt" else coalesce(e."startedAt", now()) end
      from next where e.id = next.id
      returning e.id, e."submissionId", e.fence, e.faults, e."doneCases", e."caseCount", next.previous, next.orphaned),
    broken as (
      select r.id as run, n.*, least(extract(epoch from n.until - r."startedAt") * 1000,
        (n.limits->>'caseTimeoutS')::float8 * (n.limits->>'repeats')::float8 * 1000) as ms
      from next n join "CaseRun" r on r."evaluationId" = n.id
      where n.orphaned and r.state in ('running', 'scoring') and r."startedAt" < n.until),
    waits as (update "CaseRun" set state = 'waiting' where id in (select b.run from broken b)),
    lost as (
      insert into "RunUse" ("evaluationId", outcome, "phaseId", "teamId", rerun, runs, "containerMs", "gpuMs", "coreMs",
        "cpuMs", "cpuUnread")
      select b.id, 'platform-fault', b."phaseId", b."teamId", b.rerun, 1, b.ms, b.ms * case
          when coalesce(b.limits->>'gpus', 'none') = 'none' then 0
          when b.limits->>'gpus' ~ '^[0-9]+$' then (b.limits->>'gpus')::float8 else 1 end,
        b.ms * coalesce((b.limits->>'cpus')::float8, 1), 0, 1
      from broken b
      on conflict ("evaluationId", outcome) do update set
        runs = "RunUse".runs + 1, "containerMs" = "RunUse"."containerMs" + excluded."containerMs",
        "gpuMs" = "RunUse"."gpuMs" + excluded."gpuMs", "coreMs" = "RunUse"."coreMs" + excluded."coreMs",
        "cpuUnread" = "RunUse"."cpuUnread" + 1),
    told as (
      insert into "JournalEntry" ("evaluationId", "workerId", stage, message)
      select c.id, ${by.workerId}, 'worker', concat(
        'claimed for a ', ${kind}::text, ', claim ', c.fence,
        case when c.orphaned then concat(': the lease of ', coalesce(w.name, c.previous, 'another worker'),
          ' had run out, fault ', c.faults) end,
        case when c."doneCases" > 0 then concat('; ', c."doneCases", ' of ', c."caseCount", ' cases are done') end)
      from claimed c left join "Worker" w on w.id = c.previous)
    select id, "submissionId", fence, faults from claimed`;
  const row = rows[0];
  if (!row) return null;
  const { id, submissionId, fence, faults } = row;
  return { evaluationId: id, submissionId, workerId: by.workerId, fence, faults, leaseS: by.leaseS };
}

/**
 * Phases with work waiting that this worker has everything for, whether any waits to be re-scored, and the challenges of
 * all that have a budget.
 */
async function servedPhases(
  db: Database,
  capabilities: Capabilities,
): Promise<{ phases: string[]; rescoring: boolean; budgeted: string[] }> {
  const phases = await db.$queryRaw<
    { id: string; challengeId: string; limits: unknown; profile: string; rescoring: boolean; budgeted: boolean }[]
  >`
    select p.id, p."challengeId", p.limits, p.profile, w.rescoring, c."budgetAmount" is not null as budgeted
    from "Phase" p join "Challenge" c on c.id = p."challengeId" join (
      select s."phaseId", bool_or(e.kind = 'rescore') as rescoring
      from "Evaluation" e join "Submission" s on s.id = e."submissionId"
      where e.state in ('queued', 'running', 'scoring') and (e."leaseUntil" is null or e."leaseUntil" < now())
      group by 1) w on w."phaseId" = p.id`;
  const served = phases
    .filter(({ limits, profile }) => {
      const needs = limitsSchema.safeParse(limits);
      return needs.success && unmetNeeds(needs.data, profileSchema.parse(profile), capabilities).length === 0;
    })
    .map(({ id }) => id);
  return {
    phases: served,
    rescoring: phases.some(({ rescoring }) => rescoring),
    budgeted: [...new Set(phases.filter(({ budgeted }) => budgeted).map(({ challengeId }) => challengeId))],
  };
}
