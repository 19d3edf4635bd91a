import type { Database } from "@bodymark/db";
import { type Mailer, MailFault } from "./mailer.ts";
import { type MailAddressing, renderMail, type StoredMail } from "./render-mail.ts";

const BATCH = 20;
/** Longer than a send can take, so that no second loop sends the same mail. */
const LEASE_S = 180;
/** First pause after a failure; it doubles up to the longest. With 12 attempts mail is tried for two days. */
const BACKOFF_S = { first: 30, longest: 6 * 3600 };
const MAX_ATTEMPTS = 14;

/**
 * Sends what is due, once. Mails are leased row by row, so any number of portals may do this at the same time.
 * A mail that the other side refuses for good ends as `failed` and stays for the operator to see.
 * @returns how many were sent or given up; the caller asks again at once while that is not 0
 */
export async function sendDueMails(db: Database, mailer: Mailer, addressing: MailAddressing): Promise<number> {
  const due = await db.$queryRaw<(StoredMail & { attempts: number })[]>`
    update "Mail" set attempts = attempts + 1, "notBefore" = now() + make_interval(secs => ${LEASE_S})
    where id in (
      select id from "Mail" where state = 'queued' and "notBefore" <= now()
      order by "notBefore" limit ${BATCH} for update skip locked)
    returning id, "userId", "toAddress", subject, body, "unsubscribeKind", "unsubscribePath", attempts`;
  let ended = 0;
  for (const mail of due) {
    try {
      await mailer.send(renderMail(mail, addressing));
      // Links in mails open accounts: once the mail is out, its text is in nobody's database.
      await db.$executeRaw`
        update "Mail" set state = 'sent', "sentAt" = now(), "lastError" = null,
          body = case when ${mailer.keepsText} then body else '[]'::jsonb end
        where id = ${mail.id}`;
      ended += 1;
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      const giveUp = (error instanceof MailFault && !error.retry) || mail.attempts >= MAX_ATTEMPTS;
      const pauseS = Math.min(BACKOFF_S.longest, BACKOFF_S.first * 2 ** (mail.attempts - 1));
      await db.$executeRaw`
        update "Mail" set state = ${giveUp ? "failed" : "queued"}, "lastError" = ${message},
          "notBefore" = now() + make_interval(secs => ${pauseS}) where id = ${mail.id}`;
      if (giveUp) ended += 1;
    }
  }
  return ended;
}
