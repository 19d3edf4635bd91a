import type { Database } from "@bodymark/db";
import { MAIL_TEXTS } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import type { MailingList } from "./confirm-subscription.ts";

export interface SubscriptionView extends MailingList {
  /** ISO 8601. */
  readonly since: string;
}

/** The lists that the confirmed address of whoever is signed in is subscribed to, by name. */
export async function listSubscriptions(db: Database, viewer: Viewer): Promise<SubscriptionView[]> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to see your subscriptions.");
  const { email, emailVerified } = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } });
  if (!emailVerified) return []; // Whoever merely claims an address learns nothing about it.
  const rows = await db.subscription.findMany({
    where: { address: email.toLowerCase(), confirmedAt: { not: null } },
    select: { confirmedAt: true, createdAt: true, challenge: { select: { title: true, slug: true } } },
  });
  return rows
    .map(({ challenge, confirmedAt, createdAt }) => ({
      title: challenge?.title ?? MAIL_TEXTS.platformList,
      slug: challenge?.slug ?? null,
      since: (confirmedAt ?? createdAt).toISOString(),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, "en"));
}
