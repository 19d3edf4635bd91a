import type { Transaction } from "@bodymark/db";

/**
 * Lets one claimer at a time look at budgets and begin an evaluation, until the end of the transaction: whoever comes next
 * sees what the one before has begun. A worker that is stopped in between loses its session, and with it the lock.
 */
export async function lockBudgets(tx: Transaction): Promise<void> {
  await tx.$executeRaw`set local idle_in_transaction_session_timeout = '5s'`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('budgets', 0))`;
}
