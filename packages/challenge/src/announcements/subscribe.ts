import { randomBytes } from "node:crypto";
import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail, subscriptionId } from "@bodymark/mail";
import { notConfirmed, Refusal } from "../errors.ts";
import { hashToken } from "../hash-token.ts";
import type { Viewer } from "../viewer.ts";
import { requireVisibleList } from "./list-access.ts";
import { titleOfList } from "./list-title.ts";

/** How long the mailed link of a subscription works. */
export const SUBSCRIPTION_LINK_HOURS = 48;

/**
 * Mails a link that subscribes an address to a challenge's announcements, or to the platform's news. Nothing is sent to
 * it before the link is used; an address that is subscribed already is told so by mail. The answer is the same for
 * every address. Asking again ends the former link. How often that may be is the caller's to limit.
 * @throws Refusal `not-found`
 */
export async function requestSubscription(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  emailAddress: string,
): Promise<void> {
  const { challengeId } = await requireVisibleList(db, viewer, slug);
  const address = emailAddress.trim().toLowerCase();
  const id = subscriptionId(challengeId, address);
  const token = randomBytes(32).toString("base64url");
  await db.$transaction(async (tx) => {
    const list = await titleOfList(tx, challengeId);
    const [pending] = await tx.$queryRaw<{ id: string }[]>`
      insert into "Subscription" (id, "challengeId", address, "tokenHash", "tokenExpiresAt")
      values (${id}, ${challengeId}, ${address}, ${hashToken(token)},
        now() + make_interval(hours => ${SUBSCRIPTION_LINK_HOURS}))
      on conflict (id) do update set "tokenHash" = excluded."tokenHash", "tokenExpiresAt" = excluded."tokenExpiresAt"
        where "Subscription"."confirmedAt" is null
      returning id`;
    const path = `/subscribe/confirm?token=${token}`;
    await queueMail(tx, {
      to: address,
      ...(pending
        ? {
            kind: "confirm-subscription",
            ...MAIL_TEXTS.confirmSubscription({ list, path, hours: SUBSCRIPTION_LINK_HOURS }),
          }
        : { kind: "already-subscribed", subscriptionId: id, ...MAIL_TEXTS.alreadySubscribed({ list }) }),
    });
  });
}

/**
 * Subscribes the confirmed address of whoever is signed in, at once. Again: nothing changes.
 * @throws Refusal `not-signed-in`, `not-confirmed`, `not-found`
 */
export async function subscribeOwnAddress(db: Database, viewer: Viewer, slug: string | null): Promise<void> {
  const { challengeId } = await requireVisibleList(db, viewer, slug);
  const address = await requireOwnAddress(db, viewer);
  await db.$executeRaw`
    insert into "Subscription" (id, "challengeId", address, "confirmedAt")
    values (${subscriptionId(challengeId, address)}, ${challengeId}, ${address}, now())
    on conflict (id) do update set "confirmedAt" = coalesce("Subscription"."confirmedAt", now())`;
}

/** The address of whoever is signed in. @throws Refusal `not-signed-in`, `not-confirmed` */
export async function requireOwnAddress(db: Database, viewer: Viewer): Promise<string> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in first.");
  const { email, emailVerified } = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } });
  if (!emailVerified) throw notConfirmed("subscribe");
  return email.toLowerCase();
}
