import { type Database, openDatabase } from "@bodymark/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Auth,
  createAccount,
  createAuth,
  limitAttempts,
  personOfApiKey,
  personOfSession,
  signIn,
  signUp,
} from "../src/index.ts";

const PASSWORD = "a long enough password";
let database: Database;
let auth: Auth;
let count = 0;
const freshEmail = () => `account-${process.pid}-${Date.now()}-${count++}@example.org`;

beforeAll(() => {
  database = openDatabase(process.env.DATABASE_URL ?? "");
  auth = createAuth({ database, secret: "s".repeat(40), baseUrl: "http://localhost:3000" });
});
afterAll(async () => {
  await database.user.deleteMany({ where: { email: { startsWith: `account-${process.pid}-` } } });
  await database.$disconnect();
});

async function sessionOf(
  email: string,
): Promise<{ person: Awaited<ReturnType<typeof personOfSession>>; cookie: string }> {
  const { headers } = await auth.api.signInEmail({ body: { email, password: PASSWORD }, returnHeaders: true });
  const cookie = headers.getSetCookie().join("; ");
  return { person: await personOfSession(auth, new Headers({ cookie: cookie.split(";")[0] ?? "" })), cookie };
}

describe("accounts", () => {
  it("makes an account with its role and an API key that names the same person", async () => {
    const email = freshEmail();
    const { userId, apiKey } = await createAccount(auth, database, {
      email,
      password: PASSWORD,
      name: "Ada",
      role: "operator",
    });
    expect(await personOfApiKey(auth, database, apiKey)).toEqual({
      id: userId,
      name: "Ada",
      email,
      role: "operator",
      confirmed: true,
    });
    expect(await database.apikey.findMany({ where: { key: apiKey } })).toEqual([]);
  });

  it("knows nobody by an unknown key, an overlong key or the key of a banned account", async () => {
    const { userId, apiKey } = await createAccount(auth, database, {
      email: freshEmail(),
      password: PASSWORD,
      name: "Ben",
      role: "participant",
    });
    await database.user.update({ where: { id: userId }, data: { banned: true } });
    for (const key of ["bodymark_unknown", "x".repeat(5000), apiKey]) {
      expect(await personOfApiKey(auth, database, key)).toBeNull();
    }
  });

  it("W7: signs up participants only, whatever else the request holds", async () => {
    const email = freshEmail();
    const form = { name: "Eve", email, password: PASSWORD, role: "operator", address: email, emailVerified: true };
    expect(await signUp(auth, database, form)).toEqual({ kind: "mailed" });
    expect((await sessionOf(email)).person?.confirmed).toBe(false);
    expect((await sessionOf(email)).person?.role).toBe("participant");
  });

  it("W4: gives each sign-in a session of its own under a cookie that scripts and other sites cannot use", async () => {
    const email = freshEmail();
    await createAccount(auth, database, { email, password: PASSWORD, name: "Cid", role: "participant" });
    const [first, second] = [await sessionOf(email), await sessionOf(email)];
    expect(first.cookie).not.toBe(second.cookie);
    expect(first.cookie).toMatch(/HttpOnly/);
    expect(first.cookie).toMatch(/SameSite=Lax/i);
  });

  it("W9: answers a wrong password and an unknown account alike, and stops guessing after ten attempts", async () => {
    const email = freshEmail();
    await createAccount(auth, database, { email, password: PASSWORD, name: "Dee", role: "participant" });
    for (const target of [email, freshEmail()]) {
      const kinds: string[] = [];
      for (let attempt = 0; attempt < 11; attempt++) {
        const guess = { email: target, password: "not the password", address: target, headers: new Headers() };
        kinds.push((await signIn(auth, database, guess)).kind);
      }
      expect(kinds).toEqual([...Array(10).fill("refused"), "limited"]);
    }
    const right = { email, password: PASSWORD, address: "elsewhere", headers: new Headers() };
    expect((await signIn(auth, database, right)).kind).toBe("limited");
  });

  it("W9: counts parallel attempts exactly and starts afresh when the window has passed", async () => {
    const key = freshEmail();
    const limit = { max: 5, windowMs: 600_000 };
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => limitAttempts(database, key, limit)));
    expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(5);
    expect(await limitAttempts(database, key, limit)).toMatchObject({ allowed: false });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const passed = { ...limit, windowMs: 10 };
    expect(await limitAttempts(database, key, passed)).toMatchObject({ allowed: true, remaining: 4 });
  });
});
