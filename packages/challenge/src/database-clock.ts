import type { Database, Transaction } from "@bodymark/db";

/** The instant by the database's clock: deadlines, quotas and leases go by it alone. */
export async function databaseNow(db: Database | Transaction): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`select now() as now`;
  if (!row) throw new Error("the database gave no time");
  return row.now;
}
