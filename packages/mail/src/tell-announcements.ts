import { newId } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import { type NewMail, queueMails } from "./queue-mail.ts";
import { subscriptionId } from "./subscription-id.ts";
import { MAIL_TEXTS } from "./texts.ts";

/** People told in one transaction: some tens of milliseconds, so that nothing waits for it. */
const BATCH = 200;
const PATIENCE_MS = 30_000;

interface Telling {
  readonly id: string;
  readonly challengeId: string | null;
  /** Of its challenge. */
  readonly slug: string | null;
  readonly listTitle: string | null;
  readonly title: string;
  readonly body: string;
  readonly mail: "none" | "subscribers" | "members";
  readonly telling: "subscribers" | "members";
  readonly toldUpTo: string;
}

interface Told {
  /** Id of the last one told; null when there was nobody left. */
  readonly last: string | null;
  readonly mailed: number;
}

/**
 * Tells the next batch of people of an announcement: first the confirmed subscribers by mail, then the members of teams
 * in the portal and, where that was chosen, by mail. Who is told and how far it has come are written in one
 * transaction, and each address has one key per announcement: however often this dies and begins again, nobody is told
 * twice. Announcements of a draft wait until it is public.
 * @returns whether there was anything to do; the caller asks again
 */
export async function tellAnnouncements(db: Database): Promise<boolean> {
  return await db.$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<Telling[]>`
        select a.id, a."challengeId", c.slug, c.title as "listTitle", a.title, a.body, a.mail, a.telling, a."toldUpTo"
        from "Announcement" a left join "Challenge" c on c.id = a."challengeId"
        where a.telling is not null and (c.id is null or c.visibility = 'public')
        order by a."publishedAt", a.id limit 1 for update of a skip locked`;
      if (!row) return false;
      const { last, mailed } = await (row.telling === "subscribers" ? tellSubscribers(tx, row) : tellMembers(tx, row));
      const next = row.telling === "subscribers" && row.challengeId !== null ? "members" : null;
      await tx.announcement.update({
        where: { id: row.id },
        data: { mailed: { increment: mailed }, toldUpTo: last ?? "", telling: last === null ? next : row.telling },
      });
      return true;
    },
    { timeout: PATIENCE_MS },
  );
}

async function tellSubscribers(tx: Transaction, row: Telling): Promise<Told> {
  const people = await tx.subscription.findMany({
    where: { challengeId: row.challengeId, confirmedAt: { not: null }, id: { gt: row.toldUpTo } },
    orderBy: { id: "asc" },
    take: BATCH,
    select: { id: true, address: true },
  });
  const why = MAIL_TEXTS.whySubscriber(listTitle(row));
  const mails = people.map(({ id, address }) => ({ ...writeMail(row, address, why), subscriptionId: id }));
  return { last: people.at(-1)?.id ?? null, mailed: await queueMails(tx, mails) };
}

async function tellMembers(tx: Transaction, row: Telling): Promise<Told> {
  const members = await tx.teamMember.findMany({
    where: { challengeId: row.challengeId ?? "", userId: { gt: row.toldUpTo }, team: { state: { not: "refused" } } },
    orderBy: { userId: "asc" },
    take: BATCH,
    select: {
      user: {
        select: { id: true, email: true, emailVerified: true, banned: true, notificationChoices: true },
      },
    },
  });
  const people = members.map(({ user }) => user);
  await tx.notification.createMany({
    data: people.map(({ id }) => ({
      id: newId("notification"),
      userId: id,
      kind: "announcement",
      title: row.title,
      body: listTitle(row),
      href: pathOf(row),
      dedupeKey: `announcement/${row.id}`,
    })),
    skipDuplicates: true,
  });
  const wanting = people.filter(
    ({ emailVerified, banned, notificationChoices }) =>
      emailVerified && !banned && !notificationChoices.some(({ kind, mail }) => kind === "announcement" && !mail),
  );
  const why = MAIL_TEXTS.whyMember(listTitle(row));
  const mails = wanting.map(({ id, email }) => ({
    ...writeMail(row, email, why),
    userId: id,
    unsubscribeKind: "announcement" as const,
  }));
  return { last: people.at(-1)?.id ?? null, mailed: row.mail === "members" ? await queueMails(tx, mails) : 0 };
}

function writeMail(row: Telling, to: string, why: string): NewMail {
  const { title, body } = row;
  return {
    to,
    kind: "announcement",
    dedupeKey: `announcement/${row.id}/${subscriptionId(row.challengeId, to)}`,
    listName: row.slug ?? "news",
    bulk: true,
    ...MAIL_TEXTS.announcement({ list: listTitle(row), title, body, path: pathOf(row), why }),
  };
}

function listTitle(row: Telling): string {
  return row.listTitle ?? MAIL_TEXTS.platformList;
}

function pathOf({ slug, id }: Telling): string {
  return slug === null ? `/news/${id}` : `/challenges/${slug}/announcements/${id}`;
}
