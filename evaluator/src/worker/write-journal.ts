import type { Database, Transaction } from "@bodymark/db";
import type { Claim } from "./lease.ts";

/** Adds a line to an evaluation's journal: every transition with its instant (the database's) and cause. */
export async function writeJournal(
  db: Database | Transaction,
  claim: Claim,
  entry: { stage: string; message: string; ordinal?: number | null },
): Promise<void> {
  await db.journalEntry.create({
    data: {
      evaluationId: claim.evaluationId,
      workerId: claim.workerId,
      ordinal: entry.ordinal ?? null,
      stage: entry.stage,
      message: entry.message.slice(0, 2_000),
    },
  });
}
