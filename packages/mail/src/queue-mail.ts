import { type NotificationKind, newId } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";
import type { MailText } from "./mail-body.ts";

/** A mail for the queue. Everything but the address and the text is optional. */
export interface NewMail extends MailText {
  readonly to: string;
  /** Names the text, for operators. */
  readonly kind: string;
  readonly userId?: string;
  /** Mail with the same key is written once. */
  readonly dedupeKey?: string;
  /** One click in the mail turns this kind off for `userId`. */
  readonly unsubscribeKind?: NotificationKind;
  /** One-click page of a list of its own. */
  readonly unsubscribePath?: string;
}

/**
 * Writes a mail to the queue, in the caller's transaction when it gives one: no mail tells of what was rolled back,
 * and none is lost. The portal's loop sends it.
 */
export async function queueMail(db: Database | Transaction, mail: NewMail): Promise<void> {
  await db.mail.createMany({
    data: {
      id: newId("mail"),
      toAddress: mail.to,
      kind: mail.kind,
      subject: mail.subject,
      body: [...mail.body] as Prisma.InputJsonArray,
      userId: mail.userId ?? null,
      dedupeKey: mail.dedupeKey ?? null,
      unsubscribeKind: mail.unsubscribeKind ?? null,
      unsubscribePath: mail.unsubscribePath ?? null,
    },
    skipDuplicates: true,
  });
}
