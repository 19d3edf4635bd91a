import { RunFailure } from "@bodymark/contracts";
import { checkSubmission } from "./check-submission.ts";
import type { ClaimKind } from "./claim-evaluation.ts";
import type { WorkerContext } from "./context.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { handBack } from "./hand-back.ts";
import { holdLease } from "./hold-lease.ts";
import { type Claim, LeaseLost } from "./lease.ts";
import { runSubmission } from "./run-submission.ts";

/**
 * Works on a claimed evaluation until it has ended, or gives it back: at shutdown at once, after a fault of the
 * platform with a pause. Never throws: what cannot even be written down is left to the lease's running out.
 */
export async function processClaim(
  context: WorkerContext,
  claim: Claim,
  kind: ClaimKind,
  shutdown: AbortSignal,
): Promise<void> {
  const { db } = context;
  const log = context.log.child({ evaluation: claim.evaluationId, submission: claim.submissionId, fence: claim.fence });
  let stopped: AbortSignal | null = null;
  try {
    log.info({ kind }, "claimed");
    await holdLease(db, claim, shutdown, log, async (signal) => {
      stopped = signal;
      await (kind === "check" ? checkSubmission : runSubmission)(context, claim, signal);
    });
    log.info({ kind }, "ended");
  } catch (error) {
    try {
      await afterFailure(context, claim, error, stopReason(stopped));
    } catch (second) {
      if (!(second instanceof LeaseLost))
        log.error({ err: second }, "could not give the evaluation back; its lease will run out");
    }
    if (error instanceof LeaseLost) log.warn("lease lost; this worker's work is void");
    else if (!(error instanceof RunFailure && error.code === "cancelled"))
      log.error({ err: error }, "evaluation stopped");
  }
}

function stopReason(signal: AbortSignal | null): unknown {
  return signal?.aborted ? signal.reason : null;
}

async function afterFailure(context: WorkerContext, claim: Claim, error: unknown, reason: unknown): Promise<void> {
  if (error instanceof LeaseLost || reason === "lost") return;
  if (reason === "cancel") {
    await endEvaluation(context.db, claim, { code: "cancelled", stage: "run", message: null });
    return;
  }
  const fault = error instanceof Error ? error : new Error(String(error));
  await handBack(context.db, claim, reason === "shutdown" ? null : fault);
}
