import { createServer, type Server } from "node:net";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser } from "../../../tests/support/small-challenge.ts";
import { notify, openMailer, queueMail, sendDueMails, tellEvaluationEnded, tellPhases } from "../src/index.ts";

const ADDRESSING = { publicUrl: "https://bodymark.example", secret: "s".repeat(40) };
let fresh: FreshDatabase;
let db: Database;

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
});

const hello = (to: string) => ({ to, kind: "test", subject: "Hello", body: [{ text: "Hello." }] });

/** A mail server that speaks just enough SMTP to take mail, or to refuse it with `refusal`. */
async function startSmtpServer(refusal?: string): Promise<{ url: string; taken: string[]; server: Server }> {
  const taken: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      for (const line of String(chunk).split("\r\n").slice(0, -1)) {
        if (data !== null) {
          if (line !== ".") data += `${line}\n`;
          else {
            taken.push(data);
            data = null;
            socket.write("250 ok\r\n");
          }
        } else if (line.startsWith("EHLO")) socket.write("250 test\r\n");
        else if (line.startsWith("RCPT") && refusal) socket.write(`${refusal}\r\n`);
        else if (line === "DATA") {
          data = "";
          socket.write("354 go\r\n");
        } else socket.write("250 ok\r\n");
      }
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  return { url: `smtp://127.0.0.1:${address.port}`, taken, server };
}

describe("the queue of mail", () => {
  it("sends each mail once, however many loops run, with one-click unsubscription in its headers", async () => {
    const { url, taken, server } = await startSmtpServer();
    const mailer = openMailer({ kind: "smtp", url, from: "Bodymark <no-reply@bodymark.example>" });
    try {
      const { userId } = await makeUser(db);
      for (let i = 0; i < 12; i++) {
        await queueMail(db, {
          ...hello(`p${i}@example.org`),
          userId,
          unsubscribeKind: "evaluation",
          listName: "liver",
        });
      }
      await Promise.all(Array.from({ length: 4 }, () => sendDueMails(db, mailer, ADDRESSING)));
      expect(taken).toHaveLength(12);
      expect(taken[0]?.replace(/\n /g, " ")).toMatch(
        /List-Unsubscribe: <https:\/\/bodymark\.example\/api\/unsubscribe\?token=/,
      );
      expect(taken[0]).toMatch(/^List-Id: <liver\.bodymark\.example>$/im);
      expect(taken[0]).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
      expect(await db.mail.count({ where: { state: "sent", body: { equals: [] } } })).toBe(12);
    } finally {
      await mailer.close();
      server.close();
    }
  });

  it("keeps mail for a later attempt while the server is away or busy, and gives up what is refused for good", async () => {
    await queueMail(db, hello("away@example.org"));
    const away = openMailer({ kind: "smtp", url: "smtp://127.0.0.1:1", from: "a@bodymark.example" });
    await sendDueMails(db, away, ADDRESSING);
    await away.close();
    expect(await db.mail.findFirst()).toMatchObject({ state: "queued", attempts: 1, lastError: expect.any(String) });
    expect(await sendDueMails(db, openMailer({ kind: "embedded" }), ADDRESSING)).toBe(0);
    await db.mail.updateMany({ data: { notBefore: new Date(0) } });
    expect(await sendDueMails(db, openMailer({ kind: "embedded" }), ADDRESSING)).toBe(1);
    expect(await db.mail.findFirst()).toMatchObject({ state: "sent", body: [{ text: "Hello." }] });

    for (const [reply, state] of [
      ["450 try again", "queued"],
      ["550 no such person", "failed"],
    ] as const) {
      await db.mail.deleteMany();
      await queueMail(db, hello("refused@example.org"));
      const { url, server } = await startSmtpServer(reply);
      const mailer = openMailer({ kind: "smtp", url, from: "a@bodymark.example" });
      await sendDueMails(db, mailer, ADDRESSING);
      await mailer.close();
      server.close();
      expect(await db.mail.findFirst()).toMatchObject({ state, lastError: expect.stringContaining(reply.slice(0, 3)) });
    }
  });

  it("writes nothing of a transaction that is rolled back, and the same key once", async () => {
    await expect(
      db.$transaction(async (tx) => {
        await queueMail(tx, hello("never@example.org"));
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    await Promise.all([1, 2, 3].map(() => queueMail(db, { ...hello("once@example.org"), dedupeKey: "once" })));
    expect(await db.mail.findMany()).toMatchObject([{ toAddress: "once@example.org" }]);
  });
});

describe("notifications", () => {
  const news = (key: string) => ({ kind: "evaluation" as const, title: "Done", href: "/submissions", dedupeKey: key });

  it("tells once, and mails only those who want it and have confirmed their address", async () => {
    const [wants, declined, unconfirmed] = [await makeUser(db), await makeUser(db), await makeUser(db)];
    const everybody = [wants, declined, unconfirmed].map(({ userId }) => userId);
    await db.notificationChoice.create({ data: { userId: declined.userId, kind: "evaluation", mail: false } });
    await db.user.update({ where: { id: unconfirmed.userId }, data: { emailVerified: false } });
    const key = newId("evaluation");
    await notify(db, everybody, news(key));
    await notify(db, everybody, news(key));
    expect(await db.notification.count({ where: { dedupeKey: key } })).toBe(3);
    expect(await db.mail.findMany({ select: { userId: true } })).toEqual([{ userId: wants.userId }]);
  });

  it("tells a submission's team once how its evaluation ended, and says no more than the submission's page", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    const { viewer, teamId } = await challenge.member();
    const submission = {
      id: newId("submission"),
      phaseId: phase.id,
      teamId,
      createdById: viewer.userId,
      algorithm: "A",
    };
    await db.submission.create({
      data: {
        ...submission,
        uploadId: await challenge.upload(viewer),
        receivedAt: new Date(),
        state: "failed",
        failureCode: "timeout",
        failureMessage: "something long about it",
      },
    });
    const evaluationId = newId("evaluation");
    for (let i = 0; i < 2; i++) await db.$transaction((tx) => tellEvaluationEnded(tx, submission.id, evaluationId));
    expect(await db.notification.findMany({ where: { userId: viewer.userId } })).toMatchObject([
      { title: "“A” failed", body: "In “Phase 1” of Small: timeout.", href: `/submissions/${submission.id}` },
    ]);
    expect(await db.mail.count({ where: { userId: viewer.userId, unsubscribeKind: "evaluation" } })).toBe(1);
  });

  it("tells the members of a challenge of a phase that opened and of one that closes within a day, once each", async () => {
    const challenge = await makeSmallChallenge(db);
    const { viewer } = await challenge.member();
    const hour = 3_600_000;
    await challenge.phase({ createdAt: new Date(Date.now() - 48 * hour), opensAt: new Date(Date.now() - hour) });
    await challenge.phase({ closesAt: new Date(Date.now() + 5 * hour) });
    await challenge.phase({ closesAt: new Date(Date.now() + 50 * hour) });
    await tellPhases(db);
    await tellPhases(db);
    const told = await db.notification.findMany({ where: { userId: viewer.userId }, orderBy: { title: "asc" } });
    expect(told.map(({ title }) => title)).toEqual(["“Phase 1” is open", "“Phase 2” closes within a day"]);
  });
});
