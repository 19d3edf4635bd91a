import { createAccount, createAuth } from "@bodymark/auth";
import { type Database, openDatabase } from "@bodymark/db";
import { signListUnsubscription, signUnsubscription, subscriptionId } from "@bodymark/mail";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import { type CallApi, openCaller } from "./open-endpoints.ts";

const SECRET = "s".repeat(40);
let fresh: FreshDatabase;
let db: Database;
let challenge: SmallChallenge;
let call: CallApi;
const keys = { organizer: "", participant: "" };
const former = { url: process.env.DATABASE_URL, secret: process.env.BODYMARK_SECRET };

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL = fresh.url;
  process.env.BODYMARK_SECRET = SECRET;
  db = openDatabase(fresh.url);
  challenge = await makeSmallChallenge(db);
  const auth = createAuth({ database: db, secret: SECRET, baseUrl: "http://localhost:3000" });
  for (const role of ["organizer", "participant"] as const) {
    const account = { email: `${role}@example.org`, password: "a long password", name: role, role };
    const { userId, apiKey } = await createAccount(auth, db, account);
    keys[role] = apiKey;
    const { challengeId } = challenge;
    if (role === "organizer") await db.challengeOrganizer.create({ data: { challengeId, userId, role: "editor" } });
  }
  call = await openCaller();
});
afterAll(async () => {
  await db.$disconnect();
  const { database } = await import("../server/database.ts");
  await database().$disconnect();
  await fresh.drop();
  process.env.DATABASE_URL = former.url;
  process.env.BODYMARK_SECRET = former.secret;
});

async function subscribe(address: string): Promise<string> {
  const { challengeId } = challenge;
  const id = subscriptionId(challengeId, address);
  await db.subscription.create({ data: { id, challengeId, address, confirmedAt: new Date() } });
  return id;
}

test("an organizer announces by an API key once shown to how many; everybody reads it page by page and in the feed", async () => {
  await subscribe("feed@example.org");
  const path = `/challenges/${challenge.slug}/announcements`;
  const text = { title: "Rules & <changes>", body: "Read **all** of it.\n\n<script>alert(1)</script>" };
  expect((await call("POST", path, null, text)).status).toBe(401);
  expect((await call("POST", path, keys.participant, text)).status).toBe(404);
  expect((await call("POST", path, keys.organizer, { ...text, title: " " })).status).toBe(422);
  const asked = await call("POST", path, keys.organizer, { ...text, mail: "subscribers" });
  const problem = (await asked.json()) as { confirm: string; effects: { consequences: string[] }[] };
  expect([asked.status, problem.effects[0]?.consequences[0]]).toEqual([
    409,
    "It is mailed to 1 confirmed subscriber, 1 mail in all.",
  ]);
  const sent = { ...text, mail: "subscribers", confirm: problem.confirm };
  const published = await call("POST", path, keys.organizer, sent);
  expect(published.status).toBe(201);
  const { id } = (await published.json()) as { id: string };
  expect(((await (await call("POST", path, keys.organizer, sent)).json()) as { id: string }).id).toBe(id);
  await call("POST", path, keys.organizer, { title: "Another", body: "Text." });

  const page = (await (await call("GET", `${path}?limit=1`, null)).json()) as {
    items: { title: string; delivery: unknown }[];
    nextCursor: string;
  };
  expect(page.items).toMatchObject([{ title: "Another", delivery: null }]);
  const next = await call("GET", `${path}?limit=1&cursor=${page.nextCursor}`, null);
  expect(await next.json()).toMatchObject({ items: [{ id, title: text.title }], nextCursor: null });
  expect((await call("GET", `${path}?cursor=x`, null)).status).toBe(400);
  const edited = await call("PUT", `${path}/${id}`, keys.organizer, { title: text.title, body: "Mended." });
  expect(await edited.json()).toMatchObject({ body: "Mended.", editedAt: expect.any(String) });

  const { serveFeed } = await import("../features/announcements/serve-feed.ts");
  const feed = await serveFeed(challenge.slug);
  const xml = await feed.text();
  expect(feed.headers.get("content-type")).toContain("application/atom+xml");
  expect(xml).toContain("<title>Rules &amp; &lt;changes&gt;</title>");
  expect(xml).not.toContain("script");
  for (const slug of ["none", "NOT A SLUG"]) expect((await serveFeed(slug)).status).toBe(404);

  const ask = (await (await call("DELETE", `${path}/${id}`, keys.organizer)).json()) as { confirm: string };
  expect((await call("DELETE", `${path}/${id}?confirm=${ask.confirm}`, keys.organizer)).status).toBe(200);
  expect((await call("GET", `${path}/${id}`, null)).status).toBe(404);
  await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "draft" } });
  expect((await serveFeed(challenge.slug)).status).toBe(404);
  expect((await call("GET", path, keys.participant)).status).toBe(404);
  expect((await call("GET", path, keys.organizer)).status).toBe(200);
  await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "public" } });
});

test("one click ends a subscription, without cookies and as often as one likes; a forged link or a GET ends nothing", async () => {
  const { GET, POST } = await import("../app/api/unsubscribe/route.ts");
  const click = (token: string) =>
    POST(new Request(`http://localhost:3000/api/unsubscribe?token=${token}`, { method: "POST" }));
  const id = await subscribe("leaving@example.org");
  const token = signListUnsubscription(SECRET, id);
  const there = () => db.subscription.count({ where: { id } });
  for (const forged of [token.slice(0, -1), token.replace(id, id.replace(/.$/, "x")), "list.x.y", ""]) {
    expect((await click(forged)).status).toBe(400);
  }
  expect(GET(new Request(`http://localhost:3000/api/unsubscribe?token=${token}`)).status).toBe(303);
  expect(await there()).toBe(1);
  for (let i = 0; i < 2; i++) expect((await click(token)).status).toBe(200);
  expect(await there()).toBe(0);
  // Whoever comes back can leave by the link of an old mail.
  expect(await subscribe("leaving@example.org")).toBe(id);
  expect((await click(token)).status).toBe(200);
  expect(await there()).toBe(0);

  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: "participant@example.org" } });
  expect((await click(signUnsubscription(SECRET, userId, "announcement"))).status).toBe(200);
  expect(await db.notificationChoice.findMany({ where: { userId } })).toMatchObject([
    { kind: "announcement", mail: false },
  ]);
});

test("mail that waits and mail that failed stand in the metrics, and health says when it is late", async () => {
  const { metrics } = await import("../features/operations/metrics.ts");
  const { readHealth } = await import("../features/operations/read-health.ts");
  await db.mail.deleteMany();
  const mail = { kind: "test", toAddress: "a@example.org", subject: "s", body: [] };
  expect(await readHealth()).toMatchObject({ mail: "ok" });
  await db.mail.createMany({
    data: [
      { ...mail, id: "mail_1", createdAt: new Date(Date.now() - 7_200_000) },
      { ...mail, id: "mail_2", bulk: true },
      { ...mail, id: "mail_3", state: "failed", lastError: "550 no" },
      { ...mail, id: "mail_4", state: "sent" },
    ],
  });
  const text = await metrics().metrics();
  for (const line of [
    'bodymark_mail{state="waiting"} 1',
    'bodymark_mail{state="waiting_bulk"} 1',
    'bodymark_mail{state="failed"} 1',
  ])
    expect(text).toContain(line);
  expect(Number(/^bodymark_mail_oldest_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(7_000);
  expect(await readHealth()).toMatchObject({ status: "ok", mail: "late" });
});
