import type { Database } from "@bodymark/db";
import { moveSubscriptions } from "@bodymark/mail";
import { takeToken } from "./one-time-token.ts";

export type ConfirmOutcome = { kind: "confirmed"; userId: string; email: string } | { kind: "invalid" };

/**
 * Confirms the address that a mailed link was sent to, and makes it the account's address where that is being changed.
 * Signs nobody in: a link from a mail is no second factor.
 */
export async function confirmAddress(database: Database, token: string): Promise<ConfirmOutcome> {
  return await database.$transaction(async (tx) => {
    const payload = await takeToken(tx, "confirm-address", token);
    if (!payload) return { kind: "invalid" };
    const { userId, email } = payload;
    const taken = await tx.user.findFirst({ where: { email, NOT: { id: userId } }, select: { id: true } });
    if (taken) return { kind: "invalid" };
    const before = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
    const { count } = await tx.user.updateMany({ where: { id: userId }, data: { email, emailVerified: true } });
    if (before && before.email !== email) await moveSubscriptions(tx, before.email, email);
    return count === 1 ? { kind: "confirmed", userId, email } : { kind: "invalid" };
  });
}
