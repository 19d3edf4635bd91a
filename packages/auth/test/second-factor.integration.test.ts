import { type Database, openDatabase } from "@bodymark/db";
import { createAuthMiddleware } from "better-auth/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totpCode } from "../../../tests/support/authenticator-app.ts";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import {
  type Auth,
  answerSecondFactor,
  beginTotp,
  changePassword,
  changeRole,
  createAccount,
  createAuth,
  endSession,
  finishTotp,
  idOfSession,
  listPeople,
  listSessions,
  personOfSession,
  readSecondFactors,
  removeTotp,
  signIn,
} from "../src/index.ts";

const PASSWORD = "a long enough password";
let fresh: FreshDatabase;
let database: Database;
let auth: Auth;
/** What a browser would hold: better-auth's answers are read off a plugin, as Next's cookies are in the portal. */
let jar = new Map<string, string>();

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.url);
  const cookiePlugin = [
    {
      id: "jar",
      hooks: {
        after: [
          {
            matcher: () => true,
            handler: createAuthMiddleware(async (ctx) => {
              for (const line of ctx.context.responseHeaders?.getSetCookie() ?? []) keepCookie(line);
            }),
          },
        ],
      },
    },
  ];
  auth = createAuth({ database, secret: "s".repeat(40), baseUrl: "http://localhost:3000", cookiePlugin });
});
afterAll(async () => {
  await database.$disconnect();
  await fresh.drop();
});

function keepCookie(line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const [name = "", ...value] = pair.split("=");
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) jar.delete(name);
  else jar.set(name, value.join("="));
}

const headers = () => new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") });

async function newcomer(name: string) {
  const email = `${name}@example.org`;
  const { userId } = await createAccount(auth, database, { email, password: PASSWORD, name, role: "participant" });
  jar = new Map();
  return { id: userId, name, email };
}

const enter = (email: string, password = PASSWORD) =>
  signIn(auth, database, { email, password, address: email, headers: headers() });

/** Turns on an authenticator app for who is signed in; returns how to make its codes. */
async function addTotp(user: { id: string; name: string; email: string }) {
  const begun = await beginTotp(auth, database, user.id, { password: PASSWORD, headers: headers() });
  if (begun.kind !== "begun") throw new Error(begun.kind);
  const secret = new URL(begun.uri).searchParams.get("secret") ?? "";
  const sessionId = (await idOfSession(auth, headers())) ?? "";
  const answer = { code: totpCode(secret), sessionId, headers: headers() };
  expect(await finishTotp(auth, database, user, answer)).toBe("done");
  return { code: () => totpCode(secret), backupCodes: begun.backupCodes };
}

describe("a second factor", () => {
  it("is asked after the password: the password alone gives no session", async () => {
    const user = await newcomer("ada");
    await enter(user.email);
    const { code } = await addTotp(user);
    jar = new Map();
    expect(await enter(user.email)).toEqual({ kind: "second-factor" });
    expect(await personOfSession(auth, headers())).toBeNull();
    expect(await answerSecondFactor(auth, database, { code: "000000", headers: headers() })).toBe("wrong-code");
    expect(await answerSecondFactor(auth, database, { code: code(), headers: headers() })).toBe("done");
    expect((await personOfSession(auth, headers()))?.id).toBe(user.id);
  });

  it("cannot be seen and used again: a code signs in once, though it is right for half a minute", async () => {
    const user = await newcomer("kim");
    await enter(user.email);
    const seen = (await addTotp(user)).code();
    for (const outcome of ["done", "used-code"]) {
      jar = new Map();
      await enter(user.email);
      expect(await answerSecondFactor(auth, database, { code: seen, headers: headers() })).toBe(outcome);
    }
    expect(await personOfSession(auth, headers())).toBeNull();
  });

  it("is taken once for a sign-in, and without a password first there is nothing to answer", async () => {
    const user = await newcomer("ben");
    await enter(user.email);
    const { code, backupCodes } = await addTotp(user);
    jar = new Map();
    expect(await answerSecondFactor(auth, database, { code: code(), headers: headers() })).toBe("expired");
    await enter(user.email);
    const question = headers();
    expect(await answerSecondFactor(auth, database, { code: backupCodes[0] ?? "", headers: question })).toBe("done");
    expect(await answerSecondFactor(auth, database, { code: backupCodes[1] ?? "", headers: question })).toBe("expired");
    jar = new Map();
    await enter(user.email);
    expect(await answerSecondFactor(auth, database, { code: backupCodes[0] ?? "", headers: headers() })).toBe(
      "wrong-code",
    );
  });

  it("W9: cannot be guessed: after five wrong codes the sign-in is over", async () => {
    const user = await newcomer("cid");
    await enter(user.email);
    const { code } = await addTotp(user);
    jar = new Map();
    await enter(user.email);
    const question = headers();
    for (let i = 0; i < 5; i++)
      expect(await answerSecondFactor(auth, database, { code: "000000", headers: question })).toBe("wrong-code");
    expect(await answerSecondFactor(auth, database, { code: code(), headers: question })).not.toBe("done");
  });

  it("W9: who knows the password and not the code is stopped after ten sign-ins, and so cannot go through the codes", async () => {
    const user = await newcomer("dot");
    await enter(user.email);
    await addTotp(user);
    const kinds: string[] = [];
    for (let i = 0; i < 11; i++) {
      const request = { email: user.email, password: PASSWORD, address: `${user.email}-${i}`, headers: new Headers() };
      kinds.push((await signIn(auth, database, request)).kind);
    }
    expect(kinds).toEqual([...Array(10).fill("second-factor"), "limited"]);
  });

  it("is added and removed by the password alone, never by a session alone", async () => {
    const user = await newcomer("dee");
    await enter(user.email);
    const wrong = { password: "not the password", headers: headers() };
    expect(await beginTotp(auth, database, user.id, wrong)).toEqual({ kind: "wrong" });
    await addTotp(user);
    expect(await readSecondFactors(database, user.id)).toMatchObject({ totp: true });
    expect(await removeTotp(auth, database, user, { ...wrong, headers: headers() })).toEqual({ kind: "wrong" });
    expect(await removeTotp(auth, database, user, { password: PASSWORD, headers: headers() })).toEqual({
      kind: "right",
    });
    jar = new Map();
    expect(await enter(user.email)).toEqual({ kind: "done" });
  });
});

describe("W4: sessions", () => {
  it("W4: get a new token at sign-in, whatever token the browser came with", async () => {
    const user = await newcomer("eve");
    jar.set("bodymark.session_token", "fixed-by-somebody-else");
    await enter(user.email);
    expect(jar.get("bodymark.session_token")).not.toContain("fixed-by-somebody-else");
    const first = jar.get("bodymark.session_token");
    await enter(user.email);
    expect(jar.get("bodymark.session_token")).not.toBe(first);
  });

  it("W4: get a new token and end elsewhere when a second factor is added and when the password changes", async () => {
    const user = await newcomer("fay");
    await enter(user.email);
    const elsewhere = headers();
    jar = new Map();
    await enter(user.email);
    const before = headers();
    await addTotp(user);
    const [beforeChange, held] = [headers(), new Map(jar)];
    expect([await personOfSession(auth, elsewhere), await personOfSession(auth, before)]).toEqual([null, null]);
    expect((await personOfSession(auth, beforeChange))?.id).toBe(user.id);
    jar = held; // a refused session's cookie is deleted, and the jar has seen that
    const change = { current: PASSWORD, next: "the next long password", headers: headers() };
    expect(await changePassword(auth, database, user, { ...change, current: "wrong one" })).toEqual({ kind: "wrong" });
    expect(await changePassword(auth, database, user, change)).toEqual({ kind: "right" });
    const afterChange = headers();
    expect(await personOfSession(auth, beforeChange)).toBeNull();
    expect((await personOfSession(auth, afterChange))?.id).toBe(user.id);
  });

  it("W1, W4: are listed and ended by their owner alone", async () => {
    const [owner, other] = [await newcomer("gil"), await newcomer("hal")];
    await enter(owner.email);
    const session = (await idOfSession(auth, headers())) ?? "";
    expect(await listSessions(database, owner.id, session)).toMatchObject([{ id: session, current: true }]);
    expect(JSON.stringify(await listSessions(database, owner.id, session))).not.toContain(
      decodeURIComponent(jar.get("bodymark.session_token") ?? "").split(".")[0],
    );
    await endSession(database, other.id, session);
    expect(await personOfSession(auth, headers())).not.toBeNull();
    await endSession(database, owner.id, session);
    expect(await personOfSession(auth, headers())).toBeNull();
  });

  it("W7: a change of role is an operator's, ends the person's sessions and is in the audit log", async () => {
    const [person, operator] = [await newcomer("ida"), await newcomer("joe")];
    jar = new Map();
    await enter(person.email);
    for (const role of ["participant", "organizer"] as const) {
      expect(await changeRole(database, { id: operator.id, role }, person.id, "operator")).toBe("refused");
    }
    const actor = { id: operator.id, role: "operator" as const };
    expect(await changeRole(database, actor, person.id, "organizer")).toBe("refused"); // was one when the page was read
    await database.user.update({ where: { id: operator.id }, data: { role: "operator" } });
    expect(await changeRole(database, actor, operator.id, "participant")).toBe("refused");
    expect(await changeRole(database, actor, person.id, "organizer")).toBe("done");
    expect(await personOfSession(auth, headers())).toBeNull();
    expect(await database.auditLog.findFirst({ where: { subjectId: person.id } })).toMatchObject({
      actorId: operator.id,
      action: "role.changed",
      details: { from: "participant", to: "organizer" },
    });
  });

  it("W7: two operators who take the role from each other at once leave one; people are listed for operators alone", async () => {
    const operators = [await newcomer("kay"), await newcomer("lou")];
    const ids = operators.map(({ id }) => id);
    await database.user.updateMany({ where: { id: { in: ids } }, data: { role: "operator" } });
    const [one = "", two = ""] = ids;
    const demote = (id: string, other: string) => changeRole(database, { id, role: "operator" }, other, "participant");
    expect((await Promise.all([demote(one, two), demote(two, one)])).sort()).toEqual(["done", "refused"]);
    expect(await database.user.count({ where: { id: { in: ids }, role: "operator" } })).toBe(1);
    const emails = async (role: "operator" | "organizer", words: string) =>
      (await listPeople(database, { role }, words)).map(({ email }) => email);
    expect(await emails("operator", "KAY@")).toEqual(["kay@example.org"]);
    expect(await emails("operator", "")).not.toContain("ada@example.org");
    expect(await emails("organizer", "")).toEqual([]);
  });
});
