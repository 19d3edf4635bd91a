import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAccount, createAuth } from "@bodymark/auth";
import { publishBoard } from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDoneSubmission } from "../../../tests/support/done-submission.ts";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import type { Endpoint } from "../features/api/define-endpoint.ts";

let fresh: FreshDatabase;
let db: Database;
let folder: string;
let endpoints: readonly Endpoint[];
let call: (endpoint: Endpoint, params: Params, key: string | null) => Promise<Answer>;
const keys: Record<Who, string | null> = { anonymous: null, stranger: "", rival: "", organizer: "", reviewer: "" };
const former = process.env.DATABASE_URL;

/** Who asks: nobody; an account; a member of another team of the challenge; another challenge's organizer; this one's reviewer. */
type Who = "anonymous" | "stranger" | "rival" | "organizer" | "reviewer";
type Params = Readonly<Record<string, string>>;
interface Answer {
  readonly status: number;
  readonly text: string;
}
interface Scene {
  readonly challenge: SmallChallenge;
  readonly params: Params;
  /** Words that nobody outside may read. */
  readonly secrets: readonly string[];
}

/** A body that would be taken, for each operation that has one: without it a refusal would only be one of its form. */
const BODIES: Readonly<Record<string, unknown>> = {
  createSubmission: { uploadId: newId("upload"), name: "Foreign" },
  editChallenge: { title: "Stolen" },
  putDefinition: { document: { slug: "", title: "Stolen" } },
  putPhase: { title: "Stolen", kind: "open" },
  setOrganizer: { email: "stranger@example.org", role: "owner" },
  enterCase: { name: "stolen", imageSha256: "0".repeat(64), labelSha256: "0".repeat(64) },
  findKnownFiles: { sha256: ["a".repeat(64)] },
  rerunSubmissions: { which: "failed" },
  decideTeam: { decision: "refused" },
  disqualifySubmission: { reason: "a rival" },
  markSubmission: { verified: true },
  publishAnnouncement: { title: "Stolen", body: "Stolen." },
  editAnnouncement: { title: "Stolen", body: "Stolen." },
};
/** What a public challenge shows to everybody. Everything else must not be there for who is not its organizer. */
const OPEN_TO_ALL = new Set([
  ...["getChallenge", "listPhases", "getPhase", "getLeaderboard", "getPicture"],
  ...["listAnnouncements", "getAnnouncement"],
  "getEntry", // tells whoever is signed in what they themselves could submit
]);
/** Each request comes from an address of its own: limits are another test's. */
let requests = 0;
const fromAnywhere = () => ({ "x-forwarded-for": `10.0.${Math.floor(++requests / 250)}.${requests % 250}` });
const QUERIES: Readonly<Record<string, string>> = { removeOrganizer: "?email=owner%40example.org" };

const pathOf = (endpoint: Endpoint, params: Params): string =>
  endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new Error(`${endpoint.id}: give the test a value for {${name}}`);
    return value;
  });

async function scene(visibility: "public" | "draft"): Promise<Scene> {
  const challenge = await makeSmallChallenge(db);
  const { challengeId, slug } = challenge;
  const phase = await challenge.phase({ publication: "approval", caseVisibility: "hidden" });
  const { viewer, teamId } = await challenge.member();
  const uploadId = await challenge.upload(viewer);
  const of = { challengeId, phaseId: phase.id, teamId, userId: viewer.userId, uploadId, dice: 0.7654321 };
  const { id, caseId } = await makeDoneSubmission(db, of);
  const algorithm = `secret-algorithm-${id}`;
  await db.submission.update({ where: { id }, data: { algorithm } });
  await db.challenge.update({ where: { id: challengeId }, data: { visibility, title: `Title of ${slug}` } });
  const picture = {
    name: "figure.png",
    objectKey: "x",
    sha256: "0".repeat(64),
    contentType: "image/png",
    sizeBytes: 1,
  };
  await db.challengeFile.create({ data: { id: newId("picture"), challengeId, ...picture } });
  await publishBoard(db, phase.id, "test");
  const announcement = newId("announcement");
  await db.announcement.create({ data: { id: announcement, challengeId, title: `News of ${slug}`, body: "Text." } });
  const { name: caseName } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
  return {
    challenge,
    params: {
      slug,
      phase: phase.slug,
      id,
      team: teamId,
      case: caseName,
      file: "image",
      ordinal: "1",
      picture: "figure.png",
      announcement,
    },
    secrets: [
      id,
      teamId,
      caseName,
      algorithm,
      "0.765",
      ...(visibility === "draft" ? [`Title of ${slug}`, `News of ${slug}`] : []),
    ],
  };
}

/** The same parameters of things that do not exist. */
const elsewhere = (params: Params): Params => ({
  ...params,
  ...{ slug: "no-such-challenge", id: `sub_${"0".repeat(20)}`, team: `team_${"0".repeat(20)}`, case: "none" },
  announcement: `ann_${"0".repeat(20)}`,
});

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL = fresh.url;
  folder = await mkdtemp(join(tmpdir(), "bodymark-threats-"));
  process.env.BODYMARK_DATA = folder;
  process.env.BODYMARK_SECRET ??= "s".repeat(40);
  db = openDatabase(fresh.url);
  const auth = createAuth({ database: db, secret: process.env.BODYMARK_SECRET, baseUrl: "http://localhost:3000" });
  for (const name of ["stranger", "rival", "organizer", "reviewer"] as const) {
    const role = name === "organizer" ? "organizer" : "participant";
    const account = { email: `${name}@example.org`, password: "a long password", name, role } as const;
    keys[name] = (await createAccount(auth, db, account)).apiKey;
  }
  ({ ENDPOINTS: endpoints } = await import("../features/api/endpoints/index.ts"));
  const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
  call = async (endpoint, params, key) => {
    const given = BODIES[endpoint.id] ?? {};
    const body = endpoint.id === "putDefinition" ? { document: { slug: params.slug, title: "Stolen" } } : given;
    const address = `http://localhost:3000/api/v1${pathOf(endpoint, params)}${QUERIES[endpoint.id] ?? ""}`;
    const request = new Request(address, {
      method: endpoint.method,
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        "content-type": "application/json",
        ...fromAnywhere(),
      },
      ...(endpoint.method === "GET" || endpoint.method === "DELETE" ? {} : { body: JSON.stringify(body) }),
    });
    const response = await serveEndpoint(endpoint)(request, { params: Promise.resolve(params) });
    return { status: response.status, text: await response.text() };
  };
});
afterAll(async () => {
  await db.$disconnect();
  const { database } = await import("../server/database.ts");
  const { queue } = await import("../server/queue.ts");
  await (await queue()).close();
  await database().$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
  if (former) process.env.DATABASE_URL = former;
});

const withIds = () => endpoints.filter(({ path }) => path.includes("{"));
const OUTSIDE = ["anonymous", "stranger", "rival", "organizer"] as const;

/** Makes the rival a member of a team of their own. */
async function letIn({ challenge: { challengeId } }: Scene): Promise<void> {
  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: "rival@example.org" } });
  await db.team.create({
    data: {
      ...{ id: newId("team"), challengeId, name: "Rivals", rulesAcceptedAt: new Date() },
      members: { create: { userId, challengeId } },
    },
  });
}

describe("W1: another's things by a guessed id, through every operation of the API that takes one", () => {
  test("W1: a draft is not there for anybody outside, in the very words of what does not exist", async () => {
    const draft = await scene("draft");
    await letIn(draft);
    for (const endpoint of withIds()) {
      for (const who of OUTSIDE) {
        const { status, text } = await call(endpoint, draft.params, keys[who]);
        const wanted = who === "anonymous" && endpoint.signedIn ? 401 : 404;
        expect([endpoint.id, who, status, text]).toEqual([endpoint.id, who, wanted, text]);
        for (const secret of draft.secrets)
          expect(text.includes(secret) ? `${endpoint.id} tells ${who} ${secret}` : null).toBeNull();
        // An organizer would make a challenge of a name that is free.
        if (who === "stranger" || (endpoint.id === "putDefinition" && who === "organizer")) continue;
        expect([endpoint.id, who, text]).toEqual([
          endpoint.id,
          who,
          (await call(endpoint, elsewhere(draft.params), keys[who])).text,
        ]);
      }
    }
    expect((await db.challenge.findUniqueOrThrow({ where: { slug: draft.challenge.slug } })).title).toMatch(/^Title/);
  });

  test("W1: of a public challenge only what is public answers, and tells nothing of another team's submission", async () => {
    const open = await scene("public");
    await letIn(open);
    const before = await db.auditLog.count();
    for (const endpoint of withIds()) {
      for (const who of OUTSIDE) {
        const { status, text } = await call(endpoint, open.params, keys[who]);
        for (const secret of open.secrets)
          expect(text.includes(secret) ? `${endpoint.id} tells ${who} ${secret}` : null).toBeNull();
        if (OPEN_TO_ALL.has(endpoint.id)) continue;
        const joins = endpoint.id === "createSubmission" && (who === "stranger" || who === "organizer");
        const wanted = who === "anonymous" && endpoint.signedIn ? 401 : joins ? 403 : 404;
        expect([endpoint.id, who, status, text]).toEqual([endpoint.id, who, wanted, text]);
      }
    }
    expect(await db.auditLog.count()).toBe(before);
  });

  test("W1: a reviewer reads, gets no file of a hidden case, and changes nothing at all", async () => {
    const { challenge, params } = await scene("public");
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: "reviewer@example.org" } });
    await db.challengeOrganizer.create({ data: { challengeId: challenge.challengeId, userId, role: "reviewer" } });
    // One that could still be cancelled.
    await db.submission.update({ where: { id: params.id ?? "" }, data: { state: "running" } });
    await db.evaluation.updateMany({ where: { submissionId: params.id ?? "" }, data: { state: "running" } });
    const before = await db.auditLog.count();
    for (const endpoint of withIds().filter(({ method }) => method !== "GET")) {
      const { status, text } = await call(endpoint, params, keys.reviewer);
      expect([endpoint.id, [403, 404].includes(status), text]).toEqual([endpoint.id, true, text]);
    }
    const file = endpoints.find(({ id }) => id === "getCaseFile");
    if (!file) throw new Error("no getCaseFile");
    for (const name of ["image", "label"])
      expect([name, (await call(file, { ...params, file: name }, keys.reviewer)).status]).toEqual([name, 403]);
    expect(await db.auditLog.count()).toBe(before);
    const after = await db.submission.findUniqueOrThrow({ where: { id: params.id ?? "" } });
    expect(after).toMatchObject({ cancelRequestedAt: null, verified: false, disqualifiedAt: null });
  });

  test("W1: a list goes on from no draft's name: the answer is that for a name that does not exist", async () => {
    const draft = await scene("draft");
    await scene("public"); // made before or after it: what follows a draft would be told
    const list = endpoints.find(({ id }) => id === "listChallenges");
    if (!list) throw new Error("no listChallenges");
    const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
    const from = async (cursor: string) => {
      const request = new Request(`http://localhost:3000/api/v1/challenges?cursor=${cursor}`);
      return (await serveEndpoint(list)(request, { params: Promise.resolve({}) })).text();
    };
    expect(await from(draft.challenge.slug)).toBe(await from("no-such-challenge"));
  });

  test("W1: every route of the API is one of these operations, or one that other tests name", async () => {
    const folder = fileURLToPath(new URL("../app/api/v1/", import.meta.url));
    const files = await readdir(folder, { recursive: true });
    const routes = files
      .filter((file) => file.endsWith("route.ts"))
      .map((file) => `/${file.replace(/\/?route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`);
    const described = new Set(endpoints.map(({ path }) => path));
    // Uploads: packages/uploads, `W1: another's upload …`.
    expect(routes.filter((route) => !described.has(route)).sort()).toEqual(["/openapi.json", "/uploads/[[...path]]"]);
    expect([...described].filter((path) => !routes.includes(path))).toEqual([]);
  });
});

describe("W7: what a body may hold", () => {
  test("W7: a field that an operation does not have changes nothing, whatever it is called", async () => {
    const open = await scene("public");
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: "organizer@example.org" } });
    const { challengeId } = open.challenge;
    await db.challengeOrganizer.create({ data: { challengeId, userId, role: "owner" } });
    const before = await db.submission.findUniqueOrThrow({ where: { id: open.params.id ?? "" } });
    const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
    const extra = {
      role: "operator",
      id: "sub_x",
      teamId: "team_x",
      challengeId: "chl_x",
      userId: "usr_x",
      charged: false,
    };
    const taken: string[] = [];
    for (const endpoint of withIds().filter((one) => one.body && one.id !== "createSubmission")) {
      const body =
        endpoint.id === "putDefinition" ? { document: { slug: open.params.slug, title: "T" } } : BODIES[endpoint.id];
      const request = new Request(`http://localhost:3000/api/v1${pathOf(endpoint, open.params)}`, {
        method: endpoint.method,
        headers: {
          ...{ authorization: `Bearer ${keys.organizer}`, "content-type": "application/json" },
          ...fromAnywhere(),
        },
        body: JSON.stringify({ ...(body as object), ...extra }),
      });
      const response = await serveEndpoint(endpoint)(request, { params: Promise.resolve(open.params) });
      if (response.status !== 422) taken.push(`${endpoint.id}: ${response.status}`);
    }
    expect(taken).toEqual([]);
    expect(await db.submission.findUniqueOrThrow({ where: { id: open.params.id ?? "" } })).toEqual(before);
    expect((await db.user.findUniqueOrThrow({ where: { id: userId } })).role).toBe("organizer");
  });
});
