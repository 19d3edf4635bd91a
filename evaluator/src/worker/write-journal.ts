import type { Database, Transaction } from "@bodymark/db";
import type { Claim } from "./lease.ts";

/**
 * Adds a line to an evaluation's journal: every transition with its instant and cause. The instant is the database's;
 * `atMs`, on this host's monotonic clock, tells how long ago it was.
 */
export async function writeJournal(
  db: Database | Transaction,
  claim: Claim,
  entry: { stage: string; message: string; ordinal?: number | null; atMs?: number },
): Promise<void> {
  const agoS = entry.atMs === undefined ? 0 : Math.max(0, performance.now() - entry.atMs) / 1000;
  await db.$executeRaw`
    insert into "JournalEntry" ("evaluationId", "workerId", ordinal, stage, message, at)
    values (${claim.evaluationId}, ${claim.workerId}, ${entry.ordinal ?? null}, ${entry.stage},
      ${entry.message.slice(0, 2_000)}, now() - make_interval(secs => ${agoS}))`;
}
