import { NOTIFICATION_KINDS, type NotificationKind } from "@bodymark/contracts";
import { database } from "#server/database.ts";

/** Which kinds of notification a person also gets by mail: all but those turned off. */
export async function readChoices(userId: string): Promise<Record<NotificationKind, boolean>> {
  const off = await database().notificationChoice.findMany({ where: { userId, mail: false }, select: { kind: true } });
  const kinds = new Set(off.map(({ kind }) => kind));
  return Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, !kinds.has(kind)])) as Record<
    NotificationKind,
    boolean
  >;
}

/** Turns mail of a kind on or off. Nothing is said of a person who does not exist (any more). */
export async function saveChoice(userId: string, kind: NotificationKind, mail: boolean): Promise<void> {
  await database().$executeRaw`
    insert into "NotificationChoice" ("userId", kind, mail) select id, ${kind}, ${mail} from "User" where id = ${userId}
    on conflict ("userId", kind) do update set mail = excluded.mail`;
}
