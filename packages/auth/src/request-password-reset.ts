import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { atLeast } from "./at-least.ts";
import { limitBoth } from "./limit-both.ts";
import { ANSWER_FLOOR_MS, LIMITS, LINK_LIFETIME_S } from "./limits.ts";
import { issueToken } from "./one-time-token.ts";
import type { MailedLinkOutcome } from "./send-confirmation.ts";

/** Mails a link to choose a new password, if there is such an account; the answer and its time are the same if not. */
export async function requestPasswordReset(
  database: Database,
  request: { email: string; address: string },
): Promise<MailedLinkOutcome> {
  const email = request.email.trim().toLowerCase();
  const of = { account: email, address: request.address };
  const blocked = await limitBoth(database, "reset", of, LIMITS.mailedLink);
  if (blocked) return blocked;
  await atLeast(ANSWER_FLOOR_MS, () => mailReset(database, email));
  return { kind: "mailed" };
}

async function mailReset(database: Database, email: string): Promise<void> {
  const user = await database.user.findUnique({ where: { email } });
  if (!user || user.banned) return;
  await database.$transaction(async (tx) => {
    const token = await issueToken(tx, "reset-password", { userId: user.id, email }, LINK_LIFETIME_S.reset);
    await queueMail(tx, {
      to: email,
      userId: user.id,
      kind: "reset-password",
      ...MAIL_TEXTS.resetPassword({
        name: user.name,
        path: `/reset-password?token=${token}`,
        minutes: LINK_LIFETIME_S.reset / 60,
      }),
    });
  });
}
