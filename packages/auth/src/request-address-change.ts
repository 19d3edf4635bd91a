import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { checkPassword, type PasswordVerdict } from "./check-password.ts";
import type { Auth } from "./create-auth.ts";
import { LINK_LIFETIME_S } from "./limits.ts";
import { issueToken } from "./one-time-token.ts";

/**
 * Mails a link to the new address, and a warning to the old one; the address changes when the link is used. An address
 * that has another account gets no link, and whoever asked gets the same answer.
 */
export async function requestAddressChange(
  auth: Auth,
  database: Database,
  user: { id: string; name: string; email: string },
  request: { password: string; newEmail: string },
): Promise<PasswordVerdict> {
  const verdict = await checkPassword(auth, database, user.id, request.password);
  if (verdict.kind !== "right") return verdict;
  const email = request.newEmail.trim().toLowerCase();
  if (email === user.email) return verdict;
  const taken = await database.user.findUnique({ where: { email }, select: { name: true, id: true } });
  await database.$transaction(async (tx) => {
    await queueMail(tx, {
      to: user.email,
      userId: user.id,
      kind: "address-will-change",
      ...MAIL_TEXTS.addressWillChange({ name: user.name, newAddress: email }),
    });
    if (taken) {
      const text = MAIL_TEXTS.alreadyRegistered({ name: taken.name });
      await queueMail(tx, { to: email, userId: taken.id, kind: "already-registered", ...text });
      return;
    }
    const token = await issueToken(tx, "confirm-address", { userId: user.id, email }, LINK_LIFETIME_S.confirm);
    await queueMail(tx, {
      to: email,
      userId: user.id,
      kind: "confirm-new-address",
      ...MAIL_TEXTS.confirmNewAddress({
        name: user.name,
        path: `/confirm?token=${token}`,
        hours: LINK_LIFETIME_S.confirm / 3600,
      }),
    });
  });
  return verdict;
}
