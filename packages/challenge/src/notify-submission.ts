import type { Database, Transaction } from "@bodymark/db";

/** The channel on which changes of submissions are told; the payload is the submission's id. */
export const SUBMISSION_CHANNEL = "bodymark_submission";

/** Tells every listening portal that a submission changed, once the transaction commits. */
export async function notifySubmission(db: Database | Transaction, submissionId: string): Promise<void> {
  await db.$executeRaw`select pg_notify(${SUBMISSION_CHANNEL}, ${submissionId})`;
}
