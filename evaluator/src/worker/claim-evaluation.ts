import type { Database } from "@bodymark/db";
import { LEASE_S } from "./defaults.ts";
import type { Claim } from "./lease.ts";

/** `check`: look at an image that just came in. `run`: evaluate a checked one, or take over from a worker that died. */
export type ClaimKind = "check" | "run";

/**
 * Takes the lease on the evaluation that is due next, or null. Fair share: first the challenge, then the team, that has
 * the fewest evaluations running; then the one that waits longest. Stored instants are
 * rounded to milliseconds, maybe upwards. `skip locked` lets workers claim side by side.
 */
export async function claimEvaluation(db: Database, workerId: string, kind: ClaimKind): Promise<Claim | null> {
  const rows = await db.$queryRaw<{ id: string; submissionId: string; fence: number }[]>`
    with running as (
      select p."challengeId", s."teamId" from "Evaluation" e
      join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where e.state in ('running', 'scoring') and e."leaseUntil" > now()),
    next as (
      select e.id from "Evaluation" e
      join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where (e."leaseUntil" is null or e."leaseUntil" < now()) and e."notBefore" <= now() + interval '1 millisecond'
        and case ${kind}
          when 'check' then e.state = 'queued' and s.state = 'checking'
          else (e.state = 'queued' and s.state = 'queued') or e.state in ('running', 'scoring') end
      order by
        (e.state <> 'queued') desc,
        (select count(*) from running r where r."challengeId" = p."challengeId"),
        (select count(*) from running r where r."teamId" = s."teamId"),
        e."queuedAt", e.id
      limit 1
      for update of e skip locked)
    update "Evaluation" e set
      "workerId" = ${workerId}, fence = e.fence + 1, "leaseUntil" = now() + make_interval(secs => ${LEASE_S}),
      state = case ${kind} when 'check' then e.state else 'running' end,
      "startedAt" = case ${kind} when 'check' then e."startedAt" else coalesce(e."startedAt", now()) end
    from next where e.id = next.id
    returning e.id, e."submissionId", e.fence`;
  const row = rows[0];
  return row ? { evaluationId: row.id, submissionId: row.submissionId, workerId, fence: row.fence } : null;
}
