import type { Transaction } from "@bodymark/db";
import { subscriptionId } from "./subscription-id.ts";

/** Takes an address's subscriptions along to another one, which has just been confirmed. */
export async function moveSubscriptions(tx: Transaction, from: string, to: string): Promise<void> {
  const rows = await tx.subscription.findMany({ where: { address: from, confirmedAt: { not: null } } });
  await tx.subscription.deleteMany({ where: { address: from } });
  for (const { challengeId, confirmedAt, createdAt } of rows) {
    const id = subscriptionId(challengeId, to);
    await tx.subscription.upsert({
      where: { id },
      create: { id, challengeId, address: to, confirmedAt, createdAt },
      update: { confirmedAt },
    });
  }
}
