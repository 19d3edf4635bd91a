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
  /** Subscription that it goes out by: one click in the mail ends it, and without it the mail is not sent any more. */
  readonly subscriptionId?: string;
  /** Mailing list that it belongs to, for its List-Id. */
  readonly listName?: string;
  /** To many at once: waits behind other mail, and is rather lost than sent twice when a portal dies. */
  readonly bulk?: boolean;
}

/**
 * Writes a mail to the queue, in the caller's transaction when it gives one: no mail tells of what was rolled back,
 * and none is lost. The portal's loop sends it.
 */
export async function queueMail(db: Database | Transaction, mail: NewMail): Promise<void> {
  await queueMails(db, [mail]);
}

/** The same for many; gives how many were written, those whose key is known left out. */
export async function queueMails(db: Database | Transaction, mails: readonly NewMail[]): Promise<number> {
  const { count } = await db.mail.createMany({
    data: mails.map((mail) => ({
      id: newId("mail"),
      toAddress: mail.to,
      kind: mail.kind,
      subject: mail.subject,
      body: [...mail.body] as Prisma.InputJsonArray,
      userId: mail.userId ?? null,
      dedupeKey: mail.dedupeKey ?? null,
      unsubscribeKind: mail.unsubscribeKind ?? null,
      subscriptionId: mail.subscriptionId ?? null,
      listName: mail.listName ?? null,
      bulk: mail.bulk ?? false,
    })),
    skipDuplicates: true,
  });
  return count;
}
