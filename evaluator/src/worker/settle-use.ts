import { addUse } from "@bodymark/challenge";
import type { ContainerUse } from "@bodymark/contracts";
import type { WorkerContext } from "./context.ts";
import { assertLease, type Claim, LeaseLost } from "./lease.ts";

/**
 * Notes what containers used that brought no result: a warm-up before a fault, a run that was broken off. Never throws: how
 * the evaluation ended matters more. Where the lease is gone nothing is noted, since who took over has noted it.
 */
export async function settleUse(
  { db, log }: WorkerContext,
  claim: Claim,
  used: readonly ContainerUse[],
  signal: AbortSignal,
): Promise<void> {
  if (used.length === 0) return;
  // A run is broken off by whoever cancels, or since this worker shuts down: only the first is the submission's own.
  const own = signal.reason === "cancel";
  const noted = used.map((use) =>
    use.outcome === "cancelled" && !own ? { ...use, outcome: "platform-fault" as const } : use,
  );
  try {
    await db.$transaction(async (tx) => {
      await assertLease(tx, claim);
      await addUse(tx, claim.evaluationId, noted);
    });
  } catch (error) {
    if (!(error instanceof LeaseLost))
      log.warn({ err: error }, "the use of broken-off containers is not in the ledger");
  }
}
