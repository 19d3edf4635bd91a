import { RunFailure } from "@bodymark/contracts";
import type { Logger } from "pino";
import { checkSubmission } from "./check-submission.ts";
import type { ClaimKind } from "./claim-evaluation.ts";
import type { WorkerContext } from "./context.ts";
import { MAX_FAULTS } from "./defaults.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { handBack } from "./hand-back.ts";
import { holdLease } from "./hold-lease.ts";
import { type Claim, LeaseLost } from "./lease.ts";
import { rescoreSubmission } from "./rescore-submission.ts";
import { runSubmission } from "./run-submission.ts";
import { writeJournal } from "./write-journal.ts";

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
    if (claim.faults >= MAX_FAULTS) {
      await handBack(db, claim, new Error("the workers that took it died over it"));
      return;
    }
    await holdLease(db, claim, shutdown, log, async (signal) => {
      stopped = signal;
      await (await workOf(context, claim, kind))(context, claim, signal);
    });
    log.info({ kind }, "ended");
  } catch (error) {
    try {
      await afterFailure(context, claim, error, stopReason(stopped));
    } catch (second) {
      if (!(second instanceof LeaseLost))
        log.error({ err: second }, "could not give the evaluation back; its lease will run out");
    }
    if (error instanceof LeaseLost || stopReason(stopped) === "lost") {
      log.warn("lease lost; this worker's work is void");
      await tellLoss(context, claim, log);
    } else if (!(error instanceof RunFailure && error.code === "cancelled"))
      log.error({ err: error }, "evaluation stopped");
  }
}

async function workOf({ db }: WorkerContext, claim: Claim, kind: ClaimKind): Promise<typeof runSubmission> {
  if (kind === "check") return checkSubmission;
  const evaluation = await db.evaluation.findUniqueOrThrow({
    where: { id: claim.evaluationId },
    select: { kind: true },
  });
  return evaluation.kind === "rescore" ? rescoreSubmission : runSubmission;
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

/** The journal is not fenced: that a worker stopped because its lease was gone is worth knowing, and changes nothing. */
async function tellLoss(context: WorkerContext, claim: Claim, log: Logger): Promise<void> {
  const message = `claim ${claim.fence} was lost: what this worker still had is void`;
  await writeJournal(context.db, claim, { stage: "worker", message }).catch((error: unknown) =>
    log.warn({ err: error }, "the loss is not in the journal"),
  );
}
