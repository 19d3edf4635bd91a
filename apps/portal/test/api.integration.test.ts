import { randomBytes } from "node:crypto";
import { createAccount, createAuth } from "@bodymark/auth";
import { DEFAULT_RULES } from "@bodymark/challenge";
import { limitsSchema, newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

// The handlers read their environment at first use.
process.env.BODYMARK_SECRET ??= "s".repeat(40);
const { cancelSubmissionEndpoint } = await import("../features/api/endpoints/cancel-submission.ts");
const { getChallengeEndpoint } = await import("../features/api/endpoints/get-challenge.ts");
const { getLeaderboardEndpoint } = await import("../features/api/endpoints/get-leaderboard.ts");
const { getSubmissionEndpoint } = await import("../features/api/endpoints/get-submission.ts");
const { listChallengesEndpoint } = await import("../features/api/endpoints/list-challenges.ts");
const { API_LIMITS, RateLimiter, rateHeaders } = await import("../features/api/rate-limit.ts");
const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
const { database: portalDatabase } = await import("../server/database.ts");

const slug = `api-${randomBytes(4).toString("hex")}`;
let db: Database;
let owner: { userId: string; apiKey: string };
let stranger: { userId: string; apiKey: string };
let submission: string;

beforeAll(async () => {
  db = openDatabase(process.env.DATABASE_URL ?? "");
  const auth = createAuth({
    database: db,
    secret: process.env.BODYMARK_SECRET ?? "",
    baseUrl: "http://localhost:3000",
  });
  const account = (name: string) => {
    const email = `${slug}-${name}@example.org`;
    return createAccount(auth, db, { email, password: "a long password", name, role: "participant" });
  };
  owner = await account("owner");
  stranger = await account("stranger");
  const challengeId = newId("challenge");
  const phaseId = newId("phase");
  const teamId = newId("team");
  const uploadId = newId("upload");
  submission = newId("submission");
  const phase = { id: phaseId, slug: "final", title: "Final", position: 1, kind: "final" };
  await db.challenge.create({
    data: {
      id: challengeId,
      slug,
      title: "API",
      summary: "Made by a test",
      visibility: "public",
      structures: { create: { id: newId("structure"), label: 1, name: "liver", position: 0, toleranceMm: [1] } },
      phases: { create: { ...phase, limits: limitsSchema.parse({}), scheme: DEFAULT_RULES } },
    },
  });
  await db.team.create({
    data: { id: teamId, challengeId, name: "T", members: { create: { userId: owner.userId, challengeId } } },
  });
  const expiresAt = new Date(Date.now() + 60_000);
  await db.upload.create({
    data: { id: uploadId, ownerId: owner.userId, fileName: "a.tar", sizeBytes: 1n, state: "complete", expiresAt },
  });
  await db.submission.create({
    data: {
      ...{ id: submission, phaseId, teamId, createdById: owner.userId, uploadId, algorithm: "A" },
      receivedAt: new Date(),
      evaluations: { create: { id: newId("evaluation"), attempt: 1 } },
    },
  });
});

afterAll(async () => {
  const challenge = { slug };
  await db.evaluation.deleteMany({ where: { submission: { phase: { challenge } } } });
  await db.submission.deleteMany({ where: { phase: { challenge } } });
  await db.challenge.deleteMany({ where: challenge });
  await db.user.deleteMany({ where: { email: { startsWith: slug } } });
  await db.$disconnect();
  await portalDatabase().$disconnect();
});

function call(
  endpoint: Parameters<typeof serveEndpoint>[0],
  params: Record<string, string>,
  options: { key?: string; query?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { ...(options.key ? { authorization: `Bearer ${options.key}` } : {}), ...options.headers };
  const request = new Request(`http://localhost:3000/api${options.query ?? ""}`, { method: endpoint.method, headers });
  return serveEndpoint(endpoint)(request, { params: Promise.resolve(params) });
}

describe("the HTTP API", () => {
  it("answers in the shapes that its description promises, with rate-limit headers", async () => {
    const cases = [
      [listChallengesEndpoint, {}],
      [getChallengeEndpoint, { slug }],
      [getLeaderboardEndpoint, { slug, phase: "final" }],
      [getSubmissionEndpoint, { id: submission }],
    ] as const;
    for (const [endpoint, params] of cases) {
      const response = await call(endpoint as Parameters<typeof serveEndpoint>[0], params, { key: owner.apiKey });
      expect(response.status).toBe(200);
      expect(Number(response.headers.get("ratelimit-remaining"))).toBeGreaterThan(0);
      expect(endpoint.response.safeParse(await response.json()).error).toBeUndefined();
    }
  });

  it("gives a board that has no entries yet, and its CSV head, to everybody", async () => {
    const params = { slug, phase: "final" };
    const board = (await (await call(getLeaderboardEndpoint, params)).json()) as Record<string, unknown>;
    expect(board).toMatchObject({ challenge: slug, phase: "final", scheme: "mean-then-rank", entries: [] });
    const csv = await call(getLeaderboardEndpoint, params, { query: "?format=csv" });
    expect(csv.headers.get("content-type")).toContain("text/csv");
  });

  it("W1: tells a stranger the same of another's submission as of one that does not exist", async () => {
    const answers: string[] = [];
    for (const id of [submission, newId("submission")]) {
      for (const endpoint of [getSubmissionEndpoint, cancelSubmissionEndpoint]) {
        const response = await call(endpoint, { id }, { key: stranger.apiKey });
        expect(response.status).toBe(404);
        answers.push(await response.text());
      }
    }
    expect(new Set(answers).size).toBe(1);
  });

  it("refuses unknown keys, callers without one, malformed ids and malformed parameters as problem details", async () => {
    const answers = [
      [await call(getSubmissionEndpoint, { id: submission }, { key: "bodymark_wrong" }), 401, "invalid-api-key"],
      [await call(getSubmissionEndpoint, { id: submission }), 401, "not-signed-in"],
      [await call(getChallengeEndpoint, { slug: "a\0b" }), 404, "not-found"],
      [await call(getLeaderboardEndpoint, { slug, phase: "final" }, { query: "?at=yesterday" }), 400, "invalid-query"],
      [
        await call(getLeaderboardEndpoint, { slug, phase: "final" }, { query: "?scheme=nonsense" }),
        400,
        "unknown-scheme",
      ],
    ] as const;
    for (const [response, status, code] of answers) {
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ status, code, type: `urn:bodymark:problem:${code}` });
    }
  });

  it("W4: changes nothing for a session that another site uses, only for our own pages", async () => {
    const auth = createAuth({
      database: db,
      secret: process.env.BODYMARK_SECRET ?? "",
      baseUrl: "http://localhost:3000",
    });
    const body = { email: `${slug}-owner@example.org`, password: "a long password" };
    const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
    const cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const cancel = (more: Record<string, string>) =>
      call(cancelSubmissionEndpoint, { id: submission }, { headers: { cookie, host: "localhost:3000", ...more } });
    for (const foreign of [{}, { "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
      expect(await (await cancel(foreign)).json()).toMatchObject({ status: 403, code: "cross-site" });
    }
    const own = await cancel({ "sec-fetch-site": "same-origin" });
    expect(await own.json()).toMatchObject({ id: submission, state: "cancelled" });
  });
});

describe("the limit of requests", () => {
  it("is shared by portals: together they let no more pass, and say when to try again", async () => {
    const portals = [new RateLimiter(db), new RateLimiter(db)];
    const caller = `address:${slug}`;
    const verdicts = await Promise.all(Array.from({ length: 400 }, (_, i) => portals[i % 2]?.count(caller, "write")));
    const passed = verdicts.filter((verdict) => verdict?.allowed).length;
    expect(passed).toBeLessThanOrEqual(API_LIMITS.write);
    expect(passed).toBeGreaterThan(API_LIMITS.write * 0.9);
    const last = await portals[0]?.count(caller, "write");
    expect(last).toMatchObject({ allowed: false, remaining: 0, limit: API_LIMITS.write });
    expect(rateHeaders(last ?? verdicts[0] ?? raise())["retry-after"]).toMatch(/^([1-9]|[1-5]\d|60)$/);
    expect(await portals[1]?.count(`${caller}-other`, "write")).toMatchObject({ allowed: true });
    expect(await portals[1]?.count(caller, "read")).toMatchObject({ allowed: true });
  });

  it("is counted by each portal alone while the database is away", async () => {
    const away = openDatabase("postgresql://nobody:x@127.0.0.1:9/none");
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const portal = new RateLimiter(away);
    const verdicts = [];
    for (let i = 0; i < API_LIMITS.write + 20; i++) verdicts.push(await portal.count("x", "write"));
    expect(verdicts[0]).toMatchObject({ allowed: true });
    expect(said).toHaveBeenCalled();
    said.mockRestore();
    await away.$disconnect();
  });
});

function raise(): never {
  throw new Error("there is no verdict");
}
