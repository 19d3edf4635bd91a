import type { Database } from "@bodymark/db";
import { MAIL_TEXTS } from "@bodymark/mail";
import { hashToken } from "../hash-token.ts";

/** A list as its subscribers know it. */
export interface MailingList {
  readonly title: string;
  /** Of its challenge; null for the platform's. */
  readonly slug: string | null;
}

/** The list that a mailed link subscribes to, or null for a link that does not work; changes nothing. */
export async function readPendingSubscription(db: Database, token: string): Promise<MailingList | null> {
  const [row] = await db.$queryRaw<{ title: string | null; slug: string | null }[]>`
    select c.title, c.slug from "Subscription" s left join "Challenge" c on c.id = s."challengeId"
    where s."tokenHash" = ${hashToken(token)} and s."tokenExpiresAt" > now()`;
  return row ? { title: row.title ?? MAIL_TEXTS.platformList, slug: row.slug } : null;
}

/** Subscribes the address that the link was mailed to. Using it again, while it works, changes nothing. */
export async function confirmSubscription(db: Database, token: string): Promise<MailingList | null> {
  const confirmed = await db.$executeRaw`
    update "Subscription" set "confirmedAt" = coalesce("confirmedAt", now())
    where "tokenHash" = ${hashToken(token)} and "tokenExpiresAt" > now()`;
  return confirmed > 0 ? readPendingSubscription(db, token) : null;
}
