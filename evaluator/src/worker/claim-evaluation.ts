import { type Capabilities, limitsSchema, profileSchema, unmetNeeds } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
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
 * round for ever. The journal's line is written with the claim. Stored instants are rounded to milliseconds, maybe
 * upwards. `skip locked` lets workers claim side by side. Re-scoring needs no more than any worker has.
 */
export async function claimEvaluation(db: Database, by: Claimant, kind: ClaimKind): Promise<Claim | null> {
  const { phases, rescoring } = await servedPhases(db, by.capabilities);
  if (phases.length === 0 && !(rescoring && kind === "run")) return null;
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
      select e.id, e."workerId" as previous, e."leaseUntil" is not null as orphaned from "Evaluation" e
      join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where (e."leaseUntil" is null or e."leaseUntil" < now()) and e."notBefore" <= now() + interval '1 millisecond'
        and (p.id = any(${phases}) or e.kind = 'rescore')
        and case ${kind}
          when 'check' then e.state = 'queued' and s.state = 'checking'
          else (e.state = 'queued' and (s.state = 'queued' or e.kind = 'rescore')) or e.state in ('running', 'scoring') end
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

/** Phases with work waiting that this worker has everything for, and whether any waits to be re-scored. */
async function servedPhases(
  db: Database,
  capabilities: Capabilities,
): Promise<{ phases: string[]; rescoring: boolean }> {
  const phases = await db.$queryRaw<{ id: string; limits: unknown; profile: string; rescoring: boolean }[]>`
    select p.id, p.limits, p.profile, w.rescoring from "Phase" p join (
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
  return { phases: served, rescoring: phases.some(({ rescoring }) => rescoring) };
}
