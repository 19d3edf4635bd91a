import { type NotificationKind, newId } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import { queueMail } from "./queue-mail.ts";
import { MAIL_TEXTS } from "./texts.ts";

/** Something to tell people. */
export interface News {
  readonly kind: NotificationKind;
  /** One sentence, also the mail's subject. */
  readonly title: string;
  readonly body?: string;
  /** Page of the portal to look at. */
  readonly href: string;
  /** Names the event: each person is told of it once. */
  readonly dedupeKey: string;
}

/**
 * Tells people in the portal and, unless they turned that off, by mail to their confirmed address; in the caller's
 * transaction when it gives one.
 */
export async function notify(db: Database | Transaction, userIds: readonly string[], news: News): Promise<void> {
  if (userIds.length === 0) return;
  const told = await db.notification.createManyAndReturn({
    data: userIds.map((userId) => ({
      id: newId("notification"),
      userId,
      kind: news.kind,
      title: news.title,
      body: news.body ?? "",
      href: news.href,
      dedupeKey: news.dedupeKey,
    })),
    skipDuplicates: true,
    select: { userId: true },
  });
  const people = await db.user.findMany({
    where: {
      id: { in: told.map(({ userId }) => userId) },
      emailVerified: true,
      NOT: { OR: [{ banned: true }, { notificationChoices: { some: { kind: news.kind, mail: false } } }] },
    },
    select: { id: true, name: true, email: true },
  });
  for (const { id, name, email } of people) {
    await queueMail(db, {
      to: email,
      userId: id,
      kind: news.kind,
      dedupeKey: `${news.dedupeKey}/${id}`,
      unsubscribeKind: news.kind,
      ...MAIL_TEXTS.notification({ name, title: news.title, body: news.body ?? "", path: news.href }),
    });
  }
}
