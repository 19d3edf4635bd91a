import { notifySubmission } from "@bodymark/challenge";
import type { CaseState } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { assertLease, type Claim } from "./lease.ts";
import { writeJournal } from "./write-journal.ts";

/** Tells where a case stands. `done` is not set here: it comes with the result. */
export async function recordCaseState(
  db: Database,
  claim: Claim,
  ordinal: number,
  state: Exclude<CaseState, "done">,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    await tx.$executeRaw`
      update "CaseRun" set state = ${state}, "startedAt" = case ${state} when 'running' then now() else "startedAt" end
      where "evaluationId" = ${claim.evaluationId} and ordinal = ${ordinal} and state <> 'done'`;
    const [stage, message] = state === "scoring" ? ["score", "scoring"] : ["run", state];
    await writeJournal(tx, claim, { stage, message, ordinal });
    await notifySubmission(tx, claim.submissionId);
  });
}
