import type { Database } from "@bodymark/db";
import type { Claim } from "./lease.ts";

/** Prolongs a lease. `lost`: it is another's now. `cancel`: somebody asked for the end. */
export async function renewLease(db: Database, claim: Claim): Promise<"kept" | "cancel" | "lost"> {
  const rows = await db.$queryRaw<{ cancel: boolean }[]>`
    update "Evaluation" e set "leaseUntil" = now() + make_interval(secs => ${claim.leaseS})
    from "Submission" s
    where e.id = ${claim.evaluationId} and e.fence = ${claim.fence} and e."workerId" = ${claim.workerId}
      and e.state in ('queued', 'running', 'scoring') and s.id = e."submissionId"
    returning s."cancelRequestedAt" is not null or e."cancelRequestedAt" is not null as cancel`;
  const row = rows[0];
  if (!row) return "lost";
  return row.cancel ? "cancel" : "kept";
}
