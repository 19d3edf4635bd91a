import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createAccount, createAuth } from "@bodymark/auth";
import { publishBoard, readSubmission } from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openObjectStore } from "@bodymark/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";

const fresh: FreshDatabase = await freshDatabase();
const data = await mkdtemp(join(tmpdir(), "bodymark-portal-"));
// The handlers read their environment at first use.
Object.assign(process.env, { DATABASE_URL: fresh.url, BODYMARK_DATA: data });
process.env.BODYMARK_SECRET ??= "s".repeat(40);
const { ENDPOINTS } = await import("../features/api/endpoints/index.ts");
const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
const { database: portalDatabase } = await import("../server/database.ts");

/** Figures of single cases, each of which would be found in any text that told it. */
const SECRETS = {
  caseName: "patient-with-a-name",
  medianMs: 4321.987,
  repeatMs: 4322.123,
  cpuMs: 3876.543,
  peakMemoryBytes: 987_654_321,
  gpuMemoryAucMbS: 765.4321,
  gpuEnergyJ: 654.3219,
  dice: 0.87654321,
  nsd: 0.76543219,
  hd95Mm: 6.5432198,
  assdMm: 1.2345678,
  referenceVolumeMm3: 55_443.321,
  predictionVolumeMm3: 44_332.211,
  flag: "affine-ignored",
  log: "printed-by-the-container",
};
/** The aggregates as they are, of which only rounded ones may be told. */
const EXACT = {
  meanDice: 0.812345678,
  meanNsd: 0.712345678,
  medianMs: 5432.109,
  peak: 1_234_567_890,
  auc: 345.678912,
  hd95Mm: 7.8912345,
  dice: 0.834567891,
  nsd: 0.734567891,
};

let db: Database;
let challenge: SmallChallenge;
let viewer: { userId: string; role: "participant"; apiKey: string };
let teamId: string;

/** A finished submission with two cases in a phase of this kind, and its board. */
async function finished(phaseData: Parameters<SmallChallenge["phase"]>[0]) {
  const phase = await challenge.phase(phaseData);
  const [id, evaluationId] = [newId("submission"), newId("evaluation")];
  const uploadId = await challenge.upload(viewer);
  const finishedAt = new Date("2026-03-04T05:06:07.891Z");
  const environment = { cpu: "x", cores: 2, memoryBytes: 1, gpu: null, engine: "e", runtime: "r", fingerprint: "f" };
  const store = await openObjectStore({ kind: "disk", root: join(data, "objects") });
  await store.put(`logs/${id}.txt`, gzipSync(SECRETS.log));
  store.close();
  await db.submission.create({
    data: {
      ...{ id, phaseId: phase.id, teamId, createdById: viewer.userId, uploadId, algorithm: "A", state: "done" },
      ...{ receivedAt: new Date(0), finishedAt },
      evaluations: {
        create: {
          ...{ id: evaluationId, attempt: 1, state: "done", finishedAt, startedAt: finishedAt, environment },
          ...{ caseCount: 2, doneCases: 2, scorerVersion: "1", definition: "surface-distance", referenceRevision: 1 },
          summary: {
            create: {
              ...{ meanDice: EXACT.meanDice, meanNsd: EXACT.meanNsd, medianMs: EXACT.medianMs },
              ...{ medianPeakMemoryBytes: BigInt(EXACT.peak), gpuMemoryAucMbS: EXACT.auc },
              ...{ failedCases: 0, caseCount: 2, labels: [1, 2], counts: [2, 2] },
              ...{ dice: [EXACT.dice, 0.5], nsd: [EXACT.nsd, 0.5], hd95Mm: [EXACT.hd95Mm, 1] },
            },
          },
          journal: { create: { stage: "run", message: `repeat 1: ${SECRETS.medianMs} ms` } },
        },
      },
    },
  });
  for (let ordinal = 1; ordinal <= 2; ordinal++) {
    const caseId = newId("case");
    await db.case.create({
      data: {
        ...{
          id: caseId,
          challengeId: challenge.challengeId,
          name: `${SECRETS.caseName}-${ordinal}-${id}`,
          metadata: {},
        },
        ...{ imageKey: "k", imageSha256: "0".repeat(64), sizeBytes: 1n, shape: [1, 1, 1], spacingMm: [1, 1, 1] },
        references: {
          create: { id: newId("caseRevision"), revision: 1, labelKey: "k", labelSha256: "0".repeat(64), present: [1] },
        },
      },
    });
    await db.phaseCase.create({ data: { phaseId: phase.id, caseId, position: ordinal } });
    const pair = (value: number) => [value, 0.5];
    await db.caseRun.create({
      data: {
        ...{ id: newId("caseRun"), evaluationId, caseId, ordinal, state: "done", status: "ok", finishedAt },
        ...{ medianMs: SECRETS.medianMs, repeatsMs: [SECRETS.repeatMs], cpuMs: SECRETS.cpuMs, flags: [SECRETS.flag] },
        ...{ peakMemoryBytes: BigInt(SECRETS.peakMemoryBytes), gpuPeakBytes: BigInt(SECRETS.peakMemoryBytes) },
        ...{ gpuMemoryAucMbS: SECRETS.gpuMemoryAucMbS, gpuEnergyJ: SECRETS.gpuEnergyJ, logKey: `logs/${id}.txt` },
        score: {
          create: {
            ...{ labels: [1, 2], statuses: ["ok", "ok"], dice: pair(SECRETS.dice), nsd: pair(SECRETS.nsd) },
            ...{ hd95Mm: pair(SECRETS.hd95Mm), assdMm: pair(SECRETS.assdMm), scorerVersion: "1" },
            ...{ referenceVolumeMm3: pair(SECRETS.referenceVolumeMm3), definition: "surface-distance" },
            ...{ predictionVolumeMm3: pair(SECRETS.predictionVolumeMm3), referenceRevision: 1 },
          },
        },
      },
    });
  }
  await publishBoard(db, phase.id, "test");
  return { id, phase };
}

/** Every word that a participant can get of a submission: what pages are made of, the API, the stream, board and CSV. */
async function everythingTold({ id, phase }: Awaited<ReturnType<typeof finished>>): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  told.set("page", JSON.stringify(await readSubmission(db, viewer, id)));
  const params = { id, ordinal: "1", file: "log", slug: challenge.slug, phase: phase.slug };
  for (const endpoint of ENDPOINTS) {
    if (endpoint.method !== "GET" || endpoint.path.startsWith("/organize")) continue;
    for (const query of ["", "?format=csv"]) {
      const request = new Request(`http://localhost:3000/api/v1${endpoint.path}${query}`, {
        headers: { authorization: `Bearer ${viewer.apiKey}` },
      });
      const response = await serveEndpoint(endpoint)(request, { params: Promise.resolve(params) });
      // A zip's text files are stored or deflated: `packages/bundle` tests what a bundle holds.
      told.set(`${endpoint.id}${query}`, Buffer.from(await response.arrayBuffer()).toString("latin1"));
    }
  }
  return told;
}

/** A number as any JSON or CSV would begin it. */
const digits = (value: number | string) => (typeof value === "string" ? value : String(value).slice(0, 7));

beforeAll(async () => {
  db = openDatabase(fresh.url);
  challenge = await makeSmallChallenge(db);
  const auth = createAuth({
    database: db,
    secret: process.env.BODYMARK_SECRET ?? "",
    baseUrl: "http://localhost:3000",
  });
  const account = {
    email: "secrecy@example.org",
    password: "a long password",
    name: "S",
    role: "participant",
  } as const;
  viewer = { ...(await createAccount(auth, db, account)), role: "participant" };
  teamId = newId("team");
  await db.team.create({
    data: {
      ...{ id: teamId, challengeId: challenge.challengeId, name: "S", rulesAcceptedAt: new Date() },
      members: { create: { userId: viewer.userId, challengeId: challenge.challengeId } },
    },
  });
});
afterAll(async () => {
  await db.$disconnect();
  await portalDatabase().$disconnect();
  await fresh.drop();
  await rm(data, { recursive: true, force: true });
});

describe("what a team is told of its submission, on page, API and stream alike", () => {
  it("C1, C6: of a hidden open phase nothing of single cases, and aggregates and instants only rounded", async () => {
    const closesAt = new Date(Date.now() + 3_600_000);
    const told = await everythingTold(await finished({ caseVisibility: "hidden", closesAt }));
    expect(told.get("streamSubmission")).toContain("event: submission");
    expect(told.get("getLeaderboard?format=csv")).toContain("0.812");
    expect(told.get("getRunFile")).toContain("not-found");
    for (const [where, text] of told) {
      for (const [what, value] of [...Object.entries(SECRETS), ...Object.entries(EXACT)]) {
        expect(text.includes(digits(value)) ? `${where} tells ${what}` : null).toBeNull();
      }
      expect(text.includes("05:06:07") ? `${where} tells an end to the second` : null).toBeNull();
    }
  });

  it("of a phase with public cases all of it, its logs too", async () => {
    const told = await everythingTold(await finished({ caseVisibility: "public" }));
    for (const where of ["page", "getSubmission", "streamSubmission"]) {
      const { log: _, cpuMs: _cpu, gpuMemoryAucMbS: _auc, gpuEnergyJ: _energy, ...shown } = SECRETS;
      for (const value of Object.values(shown)) expect(told.get(where)).toContain(digits(value));
    }
    expect(told.get("getRunFile")).toBe(SECRETS.log);
  });

  it("of a hidden phase that has closed single cases, and no logs", async () => {
    const told = await everythingTold(await finished({ caseVisibility: "hidden", closesAt: new Date(0) }));
    expect(told.get("getSubmission")).toContain(digits(SECRETS.dice));
    expect(told.get("getRunFile")).toContain("not-found");
    for (const text of told.values()) expect(text).not.toContain(SECRETS.log);
  });
});
