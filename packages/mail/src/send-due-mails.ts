import type { Database } from "@bodymark/db";
import { type Mailer, MailFault } from "./mailer.ts";
import { type MailAddressing, renderMail, type StoredMail } from "./render-mail.ts";

const BATCH = 20;
/** Longer than a send can take, so that no second loop sends the same mail. */
const LEASE_S = 180;
/** First pause after a failure; it doubles up to the longest. With 12 attempts mail is tried for two days. */
const BACKOFF_S = { first: 30, longest: 6 * 3600 };
const MAX_ATTEMPTS = 14;

type DueMail = StoredMail & { attempts: number };

/**
 * Sends what is due, once: mail that somebody waits for before mail to many. Mails are leased row by row, so any number
 * of portals may do this at the same time. A mail that the other side refuses for good ends as `failed` and stays for
 * the operator to see.
 * @returns how many were sent or given up; the caller asks again at once while that is not 0
 */
export async function sendDueMails(db: Database, mailer: Mailer, addressing: MailAddressing): Promise<number> {
  await takeUpInterrupted(db);
  const due = await db.$queryRaw<DueMail[]>`
    update "Mail" set attempts = attempts + 1, "notBefore" = now() + make_interval(secs => ${LEASE_S})
    where id in (
      select id from "Mail" where state = 'queued' and "notBefore" <= now()
      order by bulk, "notBefore" limit ${BATCH} for update skip locked)
    returning id, "userId", "toAddress", subject, body, "unsubscribeKind", "subscriptionId", "listName", attempts`;
  const ended = await Promise.all(due.map((mail) => sendOne(db, mailer, addressing, mail)));
  return ended.filter(Boolean).length;
}

/** @returns whether the mail is out of the queue */
async function sendOne(db: Database, mailer: Mailer, addressing: MailAddressing, mail: DueMail): Promise<boolean> {
  if (!(await beginSending(db, mail.id))) return true;
  try {
    await mailer.send(renderMail(mail, addressing));
    // Links in mails open accounts: once the mail is out, its text is in nobody's database.
    await db.$executeRaw`
      update "Mail" set state = 'sent', "sentAt" = now(), "lastError" = null,
        body = case when ${mailer.keepsText} then body else '[]'::jsonb end
      where id = ${mail.id}`;
    return true;
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    const giveUp = (error instanceof MailFault && !error.retry) || mail.attempts >= MAX_ATTEMPTS;
    const pauseS = Math.min(BACKOFF_S.longest, BACKOFF_S.first * 2 ** (mail.attempts - 1));
    await db.$executeRaw`
      update "Mail" set state = ${giveUp ? "failed" : "queued"}, "lastError" = ${message},
        "notBefore" = now() + make_interval(secs => ${pauseS}) where id = ${mail.id}`;
    return giveUp;
  }
}

/**
 * Notes that a mail is going out now, unless it is not wanted any more: whoever has left the list or turned the kind
 * off since it was written gets none, and it is forgotten.
 */
async function beginSending(db: Database, id: string): Promise<boolean> {
  const begun = await db.$executeRaw`
    update "Mail" m set state = 'sending', "notBefore" = now() + make_interval(secs => ${LEASE_S})
    where id = ${id} and state = 'queued'
      and (m."subscriptionId" is null or exists (
        select from "Subscription" s where s.id = m."subscriptionId" and s."confirmedAt" is not null))
      and not exists (
        select from "NotificationChoice" c where c."userId" = m."userId" and c.kind = m."unsubscribeKind" and not c.mail)`;
  if (begun === 0) await db.mail.deleteMany({ where: { id, state: "queued" } });
  return begun > 0;
}

/**
 * Mail that a portal was sending when it died, and may or may not have sent. A link that somebody waits for is sent
 * again; mail to many is not: nobody shall get an announcement twice.
 */
async function takeUpInterrupted(db: Database): Promise<void> {
  await db.$executeRaw`
    update "Mail" set state = case when bulk then 'failed' else 'queued' end,
      "lastError" = 'the portal ended while it was being sent: it may have gone out'
    where state = 'sending' and "notBefore" <= now()`;
}
