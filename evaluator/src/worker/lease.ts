import { BodymarkError } from "@bodymark/contracts";
import type { Transaction } from "@bodymark/db";

/** The right to write to an evaluation, until its lease runs out or its fence grows. */
export interface Claim {
  evaluationId: string;
  submissionId: string;
  workerId: string;
  fence: number;
  /** Faults of the platform met so far, this claim's own included when it takes over from a worker that died. */
  faults: number;
  /** For how long each renewal holds. */
  leaseS: number;
}

/** Another worker holds the evaluation now, or it was ended; whatever this worker still has is void. */
export class LeaseLost extends BodymarkError {
  override readonly name = "LeaseLost";
  readonly code = "lease-lost";
  readonly retry = false;

  constructor(claim: Claim) {
    super(`the lease on ${claim.evaluationId} (fence ${claim.fence}) is no longer ours`);
  }
}

/**
 * Locks the evaluation for the rest of the transaction and makes sure that it is still ours. Each write of a worker
 * begins with this, so that a worker that was paused past its lease cannot write over its successor's results.
 * @throws LeaseLost
 */
export async function assertLease(tx: Transaction, claim: Claim): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from "Evaluation"
    where id = ${claim.evaluationId} and fence = ${claim.fence} and "workerId" = ${claim.workerId}
      and state in ('queued', 'running', 'scoring')
    for update`;
  if (rows.length === 0) throw new LeaseLost(claim);
}
