import { type Database, Prisma, type Transaction } from "@bodymark/db";
import type { Claim } from "./lease.ts";

interface Line {
  stage: string;
  message: string;
  ordinal?: number | null;
  atMs?: number;
}

/**
 * Adds lines to an evaluation's journal: every transition with its instant and cause. The instant is the database's;
 * `atMs`, on this host's monotonic clock, tells how long ago it was. Lines given together are as far apart as they were,
 * also where they are a few milliseconds and the database is slow.
 */
export async function writeJournal(db: Database | Transaction, claim: Claim, ...lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const nowMs = performance.now();
  const rows = lines.map(({ ordinal, stage, message, atMs = nowMs }) => {
    const agoS = Math.max(0, nowMs - atMs) / 1000;
    return Prisma.sql`(${claim.evaluationId}, ${claim.workerId}, ${ordinal ?? null}::int, ${stage},
      ${message.slice(0, 2_000)}, now() - make_interval(secs => ${agoS}))`;
  });
  await db.$executeRaw`
    insert into "JournalEntry" ("evaluationId", "workerId", ordinal, stage, message, at)
    values ${Prisma.join(rows)}`;
}
