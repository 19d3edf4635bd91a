import type { Database } from "@bodymark/db";

/** How long sent mail and read notifications are kept. */
const KEPT_DAYS = { mail: 30, notifications: 180 };

/** Removes what nobody needs any more: mail sent long ago, notifications read long ago, links that no longer work. */
export async function forgetOld(db: Database): Promise<void> {
  await db.$executeRaw`
    delete from "Mail" where state = 'sent' and "sentAt" < now() - make_interval(days => ${KEPT_DAYS.mail})`;
  await db.$executeRaw`
    delete from "Mail" where state = 'failed' and "createdAt" < now() - make_interval(days => ${KEPT_DAYS.mail})`;
  await db.$executeRaw`
    delete from "Notification" where "readAt" < now() - make_interval(days => ${KEPT_DAYS.notifications})`;
  await db.$executeRaw`
    delete from "Subscription" where "confirmedAt" is null and "tokenExpiresAt" < now() - interval '1 day'`;
  await db.$executeRaw`delete from "Verification" where "expiresAt" < now() - interval '1 day'`;
}
