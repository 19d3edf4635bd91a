import type { Database, Transaction } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";

/** Tells a person by mail that something about signing in was changed, in case it was not they who did it. */
export async function tellCredentialsChanged(
  db: Database | Transaction,
  user: { id: string; name: string; email: string },
  what: string,
): Promise<void> {
  await queueMail(db, {
    to: user.email,
    userId: user.id,
    kind: "credentials-changed",
    ...MAIL_TEXTS.credentialsChanged({ name: user.name, what }),
  });
}
