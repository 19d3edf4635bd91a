import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, subscriptionId } from "@bodymark/mail";
import type { Viewer } from "../viewer.ts";
import type { MailingList } from "./confirm-subscription.ts";
import { requireVisibleList } from "./list-access.ts";
import { requireOwnAddress } from "./subscribe.ts";

/** The list that a subscription is to; null for one that has ended. */
export async function readSubscribedList(db: Database, id: string): Promise<MailingList | null> {
  const row = await db.subscription.findUnique({
    where: { id },
    select: { challenge: { select: { title: true, slug: true } } },
  });
  if (!row) return null;
  return { title: row.challenge?.title ?? MAIL_TEXTS.platformList, slug: row.challenge?.slug ?? null };
}

/**
 * Ends a subscription: the address is forgotten, and what has not gone out to it yet is not sent. Again: nothing
 * changes. Who may do that is told by the signed link, or by `endOwnSubscription`.
 */
export async function endSubscription(db: Database, id: string): Promise<void> {
  await db.subscription.deleteMany({ where: { id } });
}

/** Ends the subscription of the address of whoever is signed in. @throws Refusal `not-signed-in`, `not-found` */
export async function endOwnSubscription(db: Database, viewer: Viewer, slug: string | null): Promise<void> {
  const { challengeId } = await requireVisibleList(db, viewer, slug);
  await endSubscription(db, subscriptionId(challengeId, await requireOwnAddress(db, viewer)));
}
