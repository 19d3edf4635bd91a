import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { limitBoth } from "./limit-both.ts";
import { LIMITS, LINK_LIFETIME_S } from "./limits.ts";
import { issueToken } from "./one-time-token.ts";

/** Mails the link that confirms a person's address; earlier links end. `next` is where to go afterwards. */
export async function sendConfirmation(
  database: Database,
  user: { id: string; name: string; email: string },
  next?: string,
): Promise<void> {
  await database.$transaction(async (tx) => {
    const token = await issueToken(
      tx,
      "confirm-address",
      { userId: user.id, email: user.email },
      LINK_LIFETIME_S.confirm,
    );
    await queueMail(tx, {
      to: user.email,
      userId: user.id,
      kind: "confirm-address",
      ...MAIL_TEXTS.confirmAddress({
        name: user.name,
        path: `/confirm?token=${token}${next ? `&next=${encodeURIComponent(next)}` : ""}`,
        hours: LINK_LIFETIME_S.confirm / 3600,
      }),
    });
  });
}

export type MailedLinkOutcome = { kind: "mailed" } | { kind: "limited"; retryAfterMs: number };

/** Sends a signed-in person a new link, unless the address is confirmed already. */
export async function resendConfirmation(
  database: Database,
  userId: string,
  address: string,
  next?: string,
): Promise<MailedLinkOutcome> {
  const blocked = await limitBoth(database, "confirmation", { account: userId, address }, LIMITS.mailedLink);
  if (blocked) return blocked;
  const user = await database.user.findUniqueOrThrow({ where: { id: userId } });
  if (!user.emailVerified) await sendConfirmation(database, user, next);
  return { kind: "mailed" };
}
