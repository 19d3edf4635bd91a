import type { Database, Transaction } from "@bodymark/db";

const TEN_MINUTES_MS = 600_000; // copying 20 GB inside an S3 server

/** Runs `work` while nobody else, in any process, keeps or removes the object. */
export async function withObjectLock<T>(db: Database, key: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`objects/${key}`}, 0))`;
      return work(tx);
    },
    { timeout: TEN_MINUTES_MS, maxWait: 30_000 },
  );
}
