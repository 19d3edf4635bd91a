import { createAccount, createAuth } from "@bodymark/auth";
import { type Database, openDatabase } from "@bodymark/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import { type CallApi, openCaller } from "./open-endpoints.ts";

let fresh: FreshDatabase;
let db: Database;
let challenge: SmallChallenge;
let phase: { slug: string };
let teamId: string;
let call: CallApi;
const keys = { organizer: "", participant: "" };
const former = process.env.DATABASE_URL;

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL = fresh.url;
  process.env.BODYMARK_SECRET ??= "s".repeat(40);
  db = openDatabase(fresh.url);
  challenge = await makeSmallChallenge(db);
  phase = await challenge.phase({ publication: "approval" });
  ({ teamId } = await challenge.member());
  await db.team.update({ where: { id: teamId }, data: { state: "pending" } });
  const auth = createAuth({ database: db, secret: process.env.BODYMARK_SECRET, baseUrl: "http://localhost:3000" });
  for (const role of ["organizer", "participant"] as const) {
    const account = { email: `${role}@example.org`, password: "a long password", name: role, role };
    const { userId, apiKey } = await createAccount(auth, db, account);
    keys[role] = apiKey;
    if (role === "organizer") {
      const { challengeId } = challenge;
      await db.challengeOrganizer.create({ data: { challengeId, userId, role: "editor" } });
    }
  }
  call = await openCaller();
});
afterAll(async () => {
  await db.$disconnect();
  const { database } = await import("../server/database.ts");
  await database().$disconnect();
  await fresh.drop();
  if (former) process.env.DATABASE_URL = former;
});

test("W1: what organizers do while a challenge runs is 401 without a key and 404 for everybody else", async () => {
  const base = `/challenges/${challenge.slug}`;
  for (const [method, path, body] of [
    ["GET", `${base}/teams`],
    ["POST", `${base}/teams/${teamId}/decision`, { decision: "approved" }],
    ["GET", `${base}/submissions`],
    ["POST", `${base}/phases/${phase.slug}/publish`, {}],
    ["GET", `${base}/phases/${phase.slug}/boards`],
    ["GET", `${base}/phases/${phase.slug}/boards/comparison`],
    ["GET", `${base}/phases/${phase.slug}/export?format=zip`],
    ["GET", `${base}/queue`],
    ["GET", `${base}/outdated`],
    ["POST", `${base}/phases/${phase.slug}/rescore`, {}],
    ["POST", `${base}/phases/${phase.slug}/rescore/cancel`, {}],
    ["POST", `${base}/phases/${phase.slug}/rerun`, { which: "all" }],
    ["POST", `/submissions/sub_${"0".repeat(20)}/rescore`, {}],
    ["GET", `/submissions/sub_${"0".repeat(20)}/journal`],
    ["PUT", `/submissions/sub_${"0".repeat(20)}/marks`, { verified: true }],
  ] as const) {
    expect([path, (await call(method, path, null, body)).status]).toEqual([path, 401]);
    expect([path, (await call(method, path, keys.participant, body)).status]).toEqual([path, 404]);
  }
});

test("a team is approved; a board is published once the token of what that does is sent back; a phase is exported", async () => {
  const base = `/challenges/${challenge.slug}`;
  const teams = (await (await call("GET", `${base}/teams`, keys.organizer)).json()) as { items: { state: string }[] };
  expect(teams.items).toMatchObject([{ id: teamId, state: "pending" }]);
  const decided = await call("POST", `${base}/teams/${teamId}/decision`, keys.organizer, { decision: "approved" });
  expect(await decided.json()).toMatchObject({ id: teamId, state: "approved" });

  const publish = (body: object) => call("POST", `${base}/phases/${phase.slug}/publish`, keys.organizer, body);
  const refused = await publish({});
  expect(refused.status).toBe(409);
  const { code, confirm, effects } = (await refused.json()) as Record<string, unknown>;
  expect(code).toBe("confirmation-needed");
  expect(effects).toMatchObject([
    { consequences: [expect.stringContaining("0 evaluated submissions"), expect.anything()] },
  ]);
  expect((await publish({ confirm })).status).toBe(200);
  expect((await publish({ confirm })).status).toBe(409);

  const csv = await call("GET", `${base}/phases/${phase.slug}/export`, keys.organizer);
  expect(csv.headers.get("content-disposition")).toMatch(/attachment; filename=".*-scores\.csv"/);
  expect(await csv.text()).toBe("submission,case,structure,metric,value\r\n");
});

test("re-scores, re-runs and what waits are told of and asked for as the description says", async () => {
  const base = `/challenges/${challenge.slug}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await call(method, path, keys.organizer, body);
    const answer = (await response.json()) as Record<string, unknown>;
    return { ...answer, code: answer.code, status: response.status };
  };
  expect(await ask("GET", `${base}/queue`)).toMatchObject({ status: 200, items: [] });
  expect(await ask("GET", `${base}/outdated`)).toMatchObject({ status: 200, items: [] });
  expect(await ask("GET", `${base}/phases`)).toMatchObject({ items: [{ slug: phase.slug }] });
  expect(await ask("GET", `${base}/phases/${phase.slug}`)).toMatchObject({ slug: phase.slug });
  expect(await ask("GET", `${base}/phases/none`)).toMatchObject({ status: 404 });
  const at = `${base}/phases/${phase.slug}`;
  for (const [path, body, code] of [
    [`${at}/rescore`, { outdated: true }, "not-finished"],
    [`${at}/rescore/cancel`, {}, "already-final"],
    [`${at}/rerun`, { which: "platform-faults" }, "not-finished"],
    [`${at}/rerun`, { which: "everything" }, "invalid-input"],
    [`/submissions/sub_${"0".repeat(20)}/rescore`, {}, "not-found"],
  ] as const)
    expect([path, (await ask("POST", path, body)).code]).toEqual([path, code]);
});
