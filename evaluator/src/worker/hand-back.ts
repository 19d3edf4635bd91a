import { notifySubmission, restoreResult } from "@bodymark/challenge";
import type { Database } from "@bodymark/db";
import { tellEvaluationEnded } from "@bodymark/mail";
import { BACKOFF_S, MAX_FAULTS } from "./defaults.ts";
import { assertLease, type Claim } from "./lease.ts";
import { isOutage } from "./through-outage.ts";
import { writeJournal } from "./write-journal.ts";

/** Of a fault's own words; they are for the organizers, who alone see what became of a re-scoring. */
const FAULT_CHARACTERS = 500;

/**
 * Gives an evaluation back to the queue. With a `fault` (of the platform: never charged) it rests for a growing while,
 * and after MAX_FAULTS it ends as `platform-fault`; without one (shutdown) the next worker may take it at once. An outage
 * of database, storage or the engine's disk has nothing to do with what is evaluated: it rests, and nothing is counted.
 * Where one that is given up was a re-run or a re-scoring, the earlier result stands.
 */
export async function handBack(db: Database, claim: Claim, fault: Error | null): Promise<"queued" | "given-up"> {
  const outage = isOutage(fault);
  return await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    const { faults } = await tx.evaluation.update({
      where: { id: claim.evaluationId },
      data: fault && !outage ? { faults: { increment: 1 } } : {},
      select: { faults: true },
    });
    const giveUp = fault !== null && !outage && faults >= MAX_FAULTS;
    const restS = fault ? Math.min(BACKOFF_S.longest, BACKOFF_S.first * 2 ** Math.max(0, faults - 1)) : 0;
    let standing = false;
    if (giveUp) {
      await tx.$executeRaw`
        update "Evaluation" set state = 'failed', "failureCode" = 'platform-fault', "finishedAt" = now(), "leaseUntil" = null,
          "failureMessage" = case when kind = 'rescore' then ${fault.message.slice(0, FAULT_CHARACTERS)} end
        where id = ${claim.evaluationId}`;
      standing = await restoreResult(tx, claim.submissionId);
      if (!standing)
        await tx.$executeRaw`
        update "Submission" set state = 'failed', "failureCode" = 'platform-fault', "failureStage" = 'run',
          charged = false, "finishedAt" = now() where id = ${claim.submissionId}`;
    } else {
      await tx.$executeRaw`
        update "Evaluation" set state = 'queued', "leaseUntil" = null, "notBefore" = now() + make_interval(secs => ${restS})
        where id = ${claim.evaluationId}`;
      await tx.$executeRaw`
        update "CaseRun" set state = 'waiting' where "evaluationId" = ${claim.evaluationId} and state <> 'done'`;
      await tx.$executeRaw`
        update "Submission" set state = 'queued' where id = ${claim.submissionId} and state in ('running', 'scoring')`;
    }
    await writeJournal(tx, claim, {
      stage: "worker",
      message: fault
        ? `${outage ? "outage" : `platform fault ${faults} of ${MAX_FAULTS}`}: ${fault.message}${giveUp ? "; given up" : `; again in ${restS} s`}`
        : "handed back: the worker shuts down",
    });
    if (giveUp && !standing) await tellEvaluationEnded(tx, claim.submissionId, claim.evaluationId);
    await notifySubmission(tx, claim.submissionId);
    return giveUp ? "given-up" : "queued";
  });
}
