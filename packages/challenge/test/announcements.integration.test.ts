import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import {
  moveSubscriptions,
  type OutgoingMail,
  openMailer,
  sendDueMails,
  subscriptionId,
  tellAnnouncements,
} from "@bodymark/mail";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  type AnnouncementMail,
  confirmSubscription,
  deletePerson,
  editAnnouncement,
  endOwnSubscription,
  endSubscription,
  exportPerson,
  listAnnouncements,
  listSubscriptions,
  publishAnnouncement,
  Refusal,
  readAnnouncement,
  readAudience,
  readPendingSubscription,
  removeAnnouncement,
  requestSubscription,
  subscribeOwnAddress,
  type Viewer,
} from "../src/index.ts";

let fresh: FreshDatabase;
let db: Database;
let challenge: SmallChallenge;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
});
afterAll(async () => {
  await db.$disconnect();
  await fresh.drop();
});
beforeEach(async () => {
  await db.mail.deleteMany();
  await db.subscription.deleteMany(); // of the platform's list, which all tests share
  challenge = await makeSmallChallenge(db);
});

const TEXT = { title: "The final phase opens on Monday", body: "See the [rules](/challenges/x/rules). **Good luck!**" };

/** The token of the newest mailed link to an address. */
async function mailedToken(address: string): Promise<string> {
  const mail = await db.mail.findFirstOrThrow({ where: { toAddress: address }, orderBy: { createdAt: "desc" } });
  return /token=([\w-]+)/.exec(JSON.stringify(mail.body))?.[1] ?? "";
}

async function subscribed(address: string, slug: string | null = challenge.slug): Promise<void> {
  await requestSubscription(db, null, slug, address);
  await confirmSubscription(db, await mailedToken(address));
  await db.mail.deleteMany({ where: { toAddress: address } });
}

/** Publishes as an organizer who has seen to how many. */
async function announce(mail: AnnouncementMail, text = TEXT, viewer: Viewer = challenge.organizer): Promise<string> {
  const attempt = (confirm?: string) => publishAnnouncement(db, viewer, challenge.slug, { ...text, mail, confirm });
  try {
    return (await attempt()).id;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "confirmation-needed") throw error;
    return (await attempt(String(error.details.confirm))).id;
  }
}

async function tellAll(): Promise<void> {
  while (await tellAnnouncements(db));
}

async function mailedTo(id: string): Promise<string[]> {
  const mails = await db.mail.findMany({ where: { dedupeKey: { startsWith: `announcement/${id}/` } } });
  return mails.map(({ toAddress }) => toAddress).sort();
}

const refusal = (code: string) => expect.objectContaining({ code });

describe("subscribing by an address", () => {
  it("begins with the mailed link alone: asking, and looking at the link, change nothing", async () => {
    await requestSubscription(db, null, challenge.slug, " New@Example.org ");
    const token = await mailedToken("new@example.org");
    expect(await readPendingSubscription(db, token)).toEqual({ title: "Small", slug: challenge.slug });
    expect(await readAudience(db, challenge.organizer, challenge.slug)).toEqual({ subscribers: 0, members: 0 });
    const id = await announce("subscribers");
    await tellAll();
    expect(await mailedTo(id)).toEqual([]);
    expect(await confirmSubscription(db, token)).toEqual({ title: "Small", slug: challenge.slug });
    expect(await confirmSubscription(db, token)).toEqual({ title: "Small", slug: challenge.slug });
    expect(await readAudience(db, challenge.organizer, challenge.slug)).toEqual({ subscribers: 1, members: 0 });
    for (const wrong of ["", "x", "\0", token.slice(1)]) expect(await confirmSubscription(db, wrong)).toBeNull();
  });

  it("twice is harmless: the newest link counts, and a subscribed address is told so by mail and by nothing else", async () => {
    await requestSubscription(db, null, challenge.slug, "twice@example.org");
    const first = await mailedToken("twice@example.org");
    await db.mail.deleteMany();
    const answers = [await requestSubscription(db, null, challenge.slug, "twice@example.org")];
    expect(await confirmSubscription(db, first)).toBeNull();
    await confirmSubscription(db, await mailedToken("twice@example.org"));
    await db.mail.deleteMany();
    answers.push(await requestSubscription(db, null, challenge.slug, "TWICE@example.org"));
    expect(answers).toEqual([undefined, undefined]);
    expect(await db.mail.findMany()).toMatchObject([
      { kind: "already-subscribed", subscriptionId: subscriptionId(challenge.challengeId, "twice@example.org") },
    ]);
    expect(await db.subscription.count({ where: { challengeId: challenge.challengeId } })).toBe(1);
  });

  it("ends with its link's lifetime, and is for challenges that the visitor may see", async () => {
    await requestSubscription(db, null, challenge.slug, "late@example.org");
    const token = await mailedToken("late@example.org");
    await db.subscription.updateMany({ data: { tokenExpiresAt: new Date(0) } });
    expect(await readPendingSubscription(db, token)).toBeNull();
    expect(await confirmSubscription(db, token)).toBeNull();
    await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "draft" } });
    for (const slug of [challenge.slug, "none"]) {
      await expect(requestSubscription(db, null, slug, "a@example.org")).rejects.toEqual(refusal("not-found"));
    }
  });

  it("is one press for whoever is signed in with a confirmed address; others are told to confirm it", async () => {
    const viewer = await makeUser(db);
    for (let i = 0; i < 2; i++) await subscribeOwnAddress(db, viewer, challenge.slug);
    await subscribeOwnAddress(db, viewer, null);
    expect((await listSubscriptions(db, viewer)).map(({ slug }) => slug)).toEqual([null, challenge.slug]);
    expect([...((await exportPerson(db, viewer)).get("subscriptions.json") as unknown[])]).toHaveLength(2);
    await endOwnSubscription(db, viewer, null);
    expect((await listSubscriptions(db, viewer)).map(({ slug }) => slug)).toEqual([challenge.slug]);
    await db.user.update({ where: { id: viewer.userId }, data: { emailVerified: false } });
    expect(await listSubscriptions(db, viewer)).toEqual([]);
    await expect(subscribeOwnAddress(db, viewer, challenge.slug)).rejects.toEqual(refusal("not-confirmed"));
    await expect(subscribeOwnAddress(db, null, challenge.slug)).rejects.toEqual(refusal("not-signed-in"));
    await deletePerson(db, viewer);
    expect(await db.subscription.count({ where: { address: `${viewer.userId}@example.org` } })).toBe(0);
  });
});

it("subscriptions go along when a person's address changes, and an old mail's link does not end them any more", async () => {
  await subscribed("old@example.org");
  await subscribed("old@example.org", null);
  await db.$transaction((tx) => moveSubscriptions(tx, "old@example.org", "moved@example.org"));
  expect(await db.subscription.count({ where: { address: "old@example.org" } })).toBe(0);
  const id = subscriptionId(challenge.challengeId, "moved@example.org");
  expect(await db.subscription.findUnique({ where: { id } })).toMatchObject({ confirmedAt: expect.any(Date) });
  expect(await db.subscription.count({ where: { address: "moved@example.org" } })).toBe(2);
});

describe("announcing", () => {
  it("is for editors and owners; reviewers read how far it went; to everybody else there is nothing to write to", async () => {
    const [reviewer, editor, stranger] = [await makeUser(db), await makeUser(db), await makeUser(db)];
    const { challengeId, slug } = challenge;
    await db.challengeOrganizer.createMany({
      data: [
        { challengeId, userId: reviewer.userId, role: "reviewer" },
        { challengeId, userId: editor.userId, role: "editor" },
      ],
    });
    const id = await announce("none", TEXT, editor);
    for (const [viewer, code] of [
      [reviewer, "not-allowed"],
      [stranger, "not-found"],
      [null, "not-found"],
    ] as const) {
      const given = { ...TEXT, mail: "none" as const };
      await expect(publishAnnouncement(db, viewer, slug, given)).rejects.toEqual(refusal(code));
      await expect(editAnnouncement(db, viewer, slug, id, TEXT)).rejects.toEqual(refusal(code));
      await expect(removeAnnouncement(db, viewer, slug, id)).rejects.toEqual(refusal(code));
      if (viewer !== reviewer) await expect(readAudience(db, viewer, slug)).rejects.toEqual(refusal("not-found"));
      await expect(publishAnnouncement(db, viewer, null, given)).rejects.toEqual(refusal("not-found"));
    }
    expect(await readAudience(db, reviewer, slug)).toEqual({ subscribers: 0, members: 0 });
    expect(await readAnnouncement(db, reviewer, slug, id)).toMatchObject({ delivery: { mail: "none", mailed: 0 } });
    expect(await readAnnouncement(db, null, slug, id)).toMatchObject({ ...TEXT, delivery: null, editedAt: null });
    const other = await makeSmallChallenge(db);
    await expect(readAnnouncement(db, null, other.slug, id)).rejects.toEqual(refusal("not-found"));
    await db.challenge.update({ where: { id: challengeId }, data: { visibility: "draft" } });
    await expect(listAnnouncements(db, stranger, slug)).rejects.toEqual(refusal("not-found"));
    const actions = await db.auditLog.findMany({ where: { challengeId }, select: { action: true, actorId: true } });
    expect(actions).toEqual([{ action: "announcement.published", actorId: editor.userId }]);
  });

  it("says to how many it is mailed and that this cannot be undone, and asks again where the number has changed", async () => {
    await subscribed("one@example.org");
    const { viewer } = await challenge.member();
    const attempt = (confirm?: string) =>
      publishAnnouncement(db, challenge.organizer, challenge.slug, { ...TEXT, mail: "members", confirm });
    const refused = await attempt().catch((error: unknown) => error as Refusal);
    const [effect] = (refused as Refusal).details.effects as { consequences: string[] }[];
    expect(effect?.consequences).toEqual([
      "It is mailed to 1 confirmed subscriber and to 1 member of teams, 2 mails in all.",
      expect.stringMatching(/^This cannot be undone/),
    ]);
    await db.notificationChoice.create({ data: { userId: viewer.userId, kind: "announcement", mail: false } });
    await expect(attempt(String((refused as Refusal).details.confirm))).rejects.toEqual(refusal("confirmation-needed"));
    expect(await db.announcement.count({ where: { challengeId: challenge.challengeId } })).toBe(0);
  });

  it("reaches subscribers, and members by their choice, each address once; all members are told in the portal", async () => {
    const [member, declined, both] = [await challenge.member(), await challenge.member(), await challenge.member()];
    const { userId } = declined.viewer;
    await db.notificationChoice.create({ data: { userId, kind: "announcement", mail: false } });
    await subscribed("outside@example.org");
    await subscribeOwnAddress(db, both.viewer, challenge.slug);
    await subscribed("elsewhere@example.org", (await makeSmallChallenge(db)).slug);
    const id = await announce("members");
    expect(await announce("members")).toBe(id);
    await tellAll();
    const address = ({ viewer }: { viewer: { userId: string } }) => `${viewer.userId}@example.org`;
    const expected = ["outside@example.org", address(both), address(member)].sort();
    expect(await mailedTo(id)).toEqual(expected);
    expect(await db.notification.count({ where: { dedupeKey: `announcement/${id}` } })).toBe(3);
    const { delivery } = await readAnnouncement(db, challenge.organizer, challenge.slug, id);
    expect(delivery).toEqual({ mail: "members", mailed: 3, underWay: false });
    const quiet = await announce("none", { ...TEXT, title: "Only on the page" });
    await tellAll();
    expect(await mailedTo(quiet)).toEqual([]);
    expect(await db.notification.count({ where: { dedupeKey: `announcement/${quiet}` } })).toBe(3);
  });

  it("goes out in batches, and begun again after a crash mails nobody twice", async () => {
    const { challengeId } = challenge;
    const people = Array.from({ length: 450 }, (_, i) => `p${i}@example.org`);
    await db.subscription.createMany({
      data: people.map((address) => ({
        id: subscriptionId(challengeId, address),
        challengeId,
        address,
        confirmedAt: new Date(),
      })),
    });
    const id = await announce("subscribers");
    expect(await tellAnnouncements(db)).toBe(true);
    expect(await mailedTo(id)).toHaveLength(200);
    // As if the place it had come to were lost: the keys alone must hold.
    await db.announcement.update({ where: { id }, data: { toldUpTo: "", mailed: 0 } });
    await Promise.all([tellAll(), tellAll(), tellAll()]);
    await tellAll();
    expect(await mailedTo(id)).toEqual(people.sort());
    // What a portal had in hand when it died is not sent again, and an operator sees it.
    await db.$executeRaw`
      update "Mail" set state = 'sending', "notBefore" = now() - interval '1 second'
      where "toAddress" in ('p0@example.org', 'p1@example.org')`;
    const sent: string[] = [];
    const mailer = {
      keepsText: true,
      send: async (mail: OutgoingMail) => void sent.push(mail.to),
      close: async () => {},
    };
    await endSubscription(db, subscriptionId(challengeId, "p2@example.org"));
    const addressing = { publicUrl: "https://bodymark.example", secret: "s".repeat(40) };
    for (;;) {
      const counts = [await sendDueMails(db, mailer, addressing), await sendDueMails(db, mailer, addressing)];
      if (sent.length > 100) await db.subscription.deleteMany({ where: { address: "p449@example.org" } });
      if (counts.every((n) => n === 0)) break;
    }
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent).not.toContain("p2@example.org");
    expect(sent.length).toBeGreaterThanOrEqual(446);
    expect(await db.mail.count({ where: { state: "failed" } })).toBe(2);
  });

  it("is shown as edited after an edit, without a second mail; deleted, its waiting mail goes too", async () => {
    await subscribed("reader@example.org");
    const { slug, organizer } = challenge;
    const id = await announce("subscribers");
    await tellAll();
    await editAnnouncement(db, organizer, slug, id, { ...TEXT, body: "Tuesday, not Monday." });
    await tellAll();
    expect(await mailedTo(id)).toHaveLength(1);
    expect(await readAnnouncement(db, null, slug, id)).toMatchObject({
      body: "Tuesday, not Monday.",
      editedAt: expect.any(String),
    });
    const refused = (await removeAnnouncement(db, organizer, slug, id).catch((e: unknown) => e)) as Refusal;
    await removeAnnouncement(db, organizer, slug, id, { confirm: String(refused.details.confirm) });
    expect(await mailedTo(id)).toEqual([]);
    await expect(readAnnouncement(db, organizer, slug, id)).rejects.toEqual(refusal("not-found"));
    const lines = await db.auditLog.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } });
    expect(lines.map(({ action }) => action)).toEqual([
      "announcement.published",
      "announcement.edited",
      "announcement.removed",
    ]);
  });

  it("of a draft waits until it is public; operators write the platform's news", async () => {
    await subscribed("patient@example.org");
    await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "draft" } });
    const id = await announce("subscribers");
    await tellAll();
    expect(await mailedTo(id)).toEqual([]);
    await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "public" } });
    await tellAll();
    expect(await mailedTo(id)).toEqual(["patient@example.org"]);

    const operator = await makeUser(db, "operator");
    await subscribed("news@example.org", null);
    const attempt = (confirm?: string) =>
      publishAnnouncement(db, operator, null, { ...TEXT, mail: "subscribers", confirm });
    const refused = (await attempt().catch((e: unknown) => e)) as Refusal;
    const news = await attempt(String(refused.details.confirm));
    await tellAll();
    expect(await mailedTo(news.id)).toEqual(["news@example.org"]);
    expect((await listAnnouncements(db, null, null)).items).toMatchObject([{ id: news.id }]);
    expect((await listAnnouncements(db, null, challenge.slug)).items).toMatchObject([{ id }]);
  });

  it("lists the newest first, page by page", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const id = newId("announcement");
      ids.unshift(id);
      await db.announcement.create({
        data: { id, challengeId: challenge.challengeId, ...TEXT, publishedAt: new Date(i * 1000) },
      });
    }
    const first = await listAnnouncements(db, null, challenge.slug, { limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const rest = await listAnnouncements(db, null, challenge.slug, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
  });
});

it("mail of one kind still goes out by the embedded mailer while mail to many waits behind it", async () => {
  const bulk = { kind: "announcement", subject: "s", body: [{ text: "t" }], state: "queued" };
  await db.mail.createMany({
    data: Array.from({ length: 25 }, (_, i) => ({
      ...bulk,
      id: newId("mail"),
      toAddress: `b${i}@example.org`,
      bulk: true,
      notBefore: new Date(0),
    })),
  });
  await db.mail.create({ data: { ...bulk, id: newId("mail"), toAddress: "waits@example.org" } });
  const addressing = { publicUrl: "https://bodymark.example", secret: "s".repeat(40) };
  await sendDueMails(db, openMailer({ kind: "embedded" }), addressing);
  expect(await db.mail.findFirst({ where: { toAddress: "waits@example.org" } })).toMatchObject({ state: "sent" });
  expect(await db.mail.count({ where: { state: "queued" } })).toBe(6);
});
