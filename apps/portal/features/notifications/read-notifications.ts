import { cache } from "react";
import { database } from "#server/database.ts";

export interface NotificationRow {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly createdAt: string;
  readonly unread: boolean;
}

const SHOWN = 100;

/** A person's newest notifications. */
export async function readNotifications(userId: string): Promise<NotificationRow[]> {
  const rows = await database().notification.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: SHOWN,
  });
  return rows.map(({ id, title, body, createdAt, readAt }) => ({
    id,
    title,
    body,
    createdAt: createdAt.toISOString(),
    unread: readAt === null,
  }));
}

/** How many are new, for the header; counts to 100 and no further. */
export const countUnread = cache(async (userId: string): Promise<number> => {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from "Notification" where "userId" = ${userId} and "readAt" is null limit 100) as unread`;
  return row?.count ?? 0;
});
