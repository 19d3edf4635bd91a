import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDoneSubmission } from "../../../tests/support/done-submission.ts";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  cancelSubmission,
  createSubmission,
  readEntry,
  readOwnQuota,
  readSubmission,
  type Viewer,
} from "../src/index.ts";

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let challenge: SmallChallenge;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  challenge = await makeSmallChallenge(db);
});

afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

const submit = (viewer: Viewer, phase: string, uploadId: string) =>
  createSubmission(
    db,
    queue,
    viewer,
    { challenge: challenge.slug, phase },
    {
      uploadId,
      name: "Algorithm",
      description: "",
      method: {},
      anonymous: false,
    },
  );

const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((r) => (r.status === "fulfilled" ? "created" : (r.reason as { code?: string }).code)).sort();

describe("the quota's edge", () => {
  test("W3: twelve parallel submissions against a quota of three give exactly three", async () => {
    const phase = await challenge.phase({ quotaCount: 3 });
    const { viewer } = await challenge.member();
    const uploads = await Promise.all(Array.from({ length: 12 }, () => challenge.upload(viewer)));
    const results = await Promise.allSettled(uploads.map((upload) => submit(viewer, phase.slug, upload)));
    expect(codes(results)).toEqual([...Array(3).fill("created"), ...Array(9).fill("quota-reached")]);
    expect(await db.submission.count({ where: { phaseId: phase.id } })).toBe(3);
    expect(await readOwnQuota(db, viewer, { challenge: challenge.slug, phase: phase.slug })).toMatchObject({
      limit: 3,
      used: 3,
      left: 0,
    });
  });

  test("one team's submissions never use up another team's quota", async () => {
    const phase = await challenge.phase({ quotaCount: 1 });
    const [a, b] = [await challenge.member(), await challenge.member()];
    await submit(a.viewer, phase.slug, await challenge.upload(a.viewer));
    await expect(submit(b.viewer, phase.slug, await challenge.upload(b.viewer))).resolves.toHaveProperty("id");
  });

  test("a submission cancelled before its start gives its slot back", async () => {
    const phase = await challenge.phase({ quotaCount: 1 });
    const { viewer } = await challenge.member();
    const { id } = await submit(viewer, phase.slug, await challenge.upload(viewer));
    await cancelSubmission(db, viewer, id);
    expect(await readSubmission(db, viewer, id)).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).resolves.toHaveProperty("id");
  });

  test("an old submission outside of the window no longer counts, whatever its upload's instant", async () => {
    const phase = await challenge.phase({ quotaCount: 1, quotaWindowS: 3600 });
    const { viewer } = await challenge.member();
    const { id } = await submit(viewer, phase.slug, await challenge.upload(viewer));
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer, new Date(0)))).rejects.toMatchObject({
      code: "quota-reached",
    });
    await db.submission.update({ where: { id }, data: { createdAt: new Date(Date.now() - 3_700_000) } });
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).resolves.toHaveProperty("id");
  });
});

describe("the deadline", () => {
  test("W3: counts the upload's last byte, not the request that hands it in", async () => {
    const closesAt = new Date(Date.now() - 60_000);
    const phase = await challenge.phase({ closesAt });
    const { viewer } = await challenge.member();
    const before = await challenge.upload(viewer, new Date(closesAt.getTime() - 1));
    const after = await challenge.upload(viewer, new Date(closesAt.getTime() + 1));
    await expect(submit(viewer, phase.slug, before)).resolves.toHaveProperty("id");
    await expect(submit(viewer, phase.slug, after)).rejects.toMatchObject({ code: "phase-closed" });
  });

  test("W3: of parallel submissions at the deadline and the quota's edge exactly those in time, and no more than the quota", async () => {
    const [{ now }] = (await db.$queryRaw`select clock_timestamp() as now`) as [{ now: Date }];
    const phase = await challenge.phase({ closesAt: now, quotaCount: 4 });
    const { viewer } = await challenge.member();
    const at = (i: number) => new Date(now.getTime() + (i % 2 === 0 ? -i : i));
    const uploads = await Promise.all(Array.from({ length: 12 }, (_, i) => challenge.upload(viewer, at(i))));
    const results = await Promise.allSettled(uploads.map((upload) => submit(viewer, phase.slug, upload)));
    expect(codes(results)).toEqual([
      ...Array(4).fill("created"),
      ...Array(6).fill("phase-closed"),
      ...Array(2).fill("quota-reached"),
    ]);
    const late = results.filter((_, i) => i % 2 === 1).map((result) => result.status);
    expect(new Set(late)).toEqual(new Set(["rejected"]));
  });

  test("W2: an upload begun for a larger phase, or for none, is too large for this one all the same", async () => {
    const phase = await challenge.phase({ limits: { imageBytes: 1000 } });
    const { viewer } = await challenge.member();
    const upload = await challenge.upload(viewer);
    await db.upload.update({ where: { id: upload }, data: { sizeBytes: 1001n } });
    await expect(submit(viewer, phase.slug, upload)).rejects.toMatchObject({ code: "invalid-input" });
    await db.upload.update({ where: { id: upload }, data: { sizeBytes: 1000n } });
    await expect(submit(viewer, phase.slug, upload)).resolves.toHaveProperty("id");
  });

  test("a phase that has not opened refuses and says when it opens", async () => {
    const opensAt = new Date(Date.now() + 3_600_000);
    const phase = await challenge.phase({ opensAt });
    const { viewer } = await challenge.member();
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).rejects.toMatchObject({
      code: "phase-not-open",
      message: expect.stringContaining(opensAt.toISOString()),
    });
  });
});

describe("who may submit and see", () => {
  test("W1, W2: somebody else's upload is not found, and nothing is created", async () => {
    const phase = await challenge.phase();
    const [thief, owner] = [await challenge.member(), await challenge.member()];
    const upload = await challenge.upload(owner.viewer);
    await expect(submit(thief.viewer, phase.slug, upload)).rejects.toMatchObject({ code: "not-found", status: 404 });
    expect(await db.submission.count({ where: { phaseId: phase.id } })).toBe(0);
  });

  test("nobody, strangers and unknown ids get the same refusal", async () => {
    const phase = await challenge.phase();
    const { viewer } = await challenge.member();
    const stranger = await challenge.member();
    const { id } = await submit(viewer, phase.slug, await challenge.upload(viewer));
    const refusals = await Promise.allSettled([
      readSubmission(db, null, id),
      readSubmission(db, stranger.viewer, id),
      readSubmission(db, viewer, "sub_00000000000000000000"),
      cancelSubmission(db, stranger.viewer, id),
    ]);
    expect(new Set(refusals.map((r) => (r.status === "rejected" ? String(r.reason.message) : "seen")))).toEqual(
      new Set(["There is no such submission."]),
    );
    await expect(readSubmission(db, challenge.organizer, id)).resolves.toMatchObject({ id, may: { organize: true } });
    await expect(readSubmission(db, await makeUser(db, "operator"), id)).resolves.toMatchObject({ id });
  });

  test("a user without a team is told to accept the rules", async () => {
    const phase = await challenge.phase();
    const viewer = await makeUser(db);
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).rejects.toMatchObject({
      code: "rules-not-accepted",
    });
  });

  test("a gated phase opens once the gate was passed", async () => {
    const gate = await challenge.phase({ kind: "debug" });
    const phase = await challenge.phase({ gatePhaseId: gate.id });
    const { viewer } = await challenge.member();
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).rejects.toMatchObject({
      code: "gate-not-passed",
    });
    const { id } = await submit(viewer, gate.slug, await challenge.upload(viewer));
    await db.submission.update({ where: { id }, data: { state: "done" } });
    await expect(submit(viewer, phase.slug, await challenge.upload(viewer))).resolves.toHaveProperty("id");
  });
});

test("a label map that leads to a label of no structure is refused, and what would be refused is told before", async () => {
  const phase = await challenge.phase({ quotaCount: 1 });
  const { viewer } = await challenge.member();
  const slugs = { challenge: challenge.slug, phase: phase.slug };
  const request = { name: "A", description: "", method: {}, anonymous: false };
  const submitted = async (labelMap: Record<string, number>) =>
    createSubmission(db, queue, viewer, slugs, { ...request, uploadId: await challenge.upload(viewer), labelMap });
  await expect(submitted({ "7": 300 })).rejects.toMatchObject({ code: "invalid-input" });
  expect(await readEntry(db, viewer, slugs)).toMatchObject({ refusal: null, quota: { left: 1 } });
  await submitted({ "7": 1, "8": 0 });
  expect(await readEntry(db, viewer, slugs)).toMatchObject({ refusal: { code: "quota-reached" }, quota: { left: 0 } });
  const outsider = await makeUser(db);
  expect(await readEntry(db, outsider, slugs)).toMatchObject({ refusal: { code: "rules-not-accepted" }, quota: null });
});

test("a run whose every case failed counts under the cap for failures, and passes no gate", async () => {
  const debug = await challenge.phase({ quotaCount: 1, failureCount: 1 });
  const phase = await challenge.phase({ gatePhaseId: debug.id });
  const { viewer, teamId } = await challenge.member();
  const of = { challengeId: challenge.challengeId, phaseId: debug.id, teamId, userId: viewer.userId };
  const run = await makeDoneSubmission(db, { ...of, uploadId: await challenge.upload(viewer) });
  const entry = (slug: string) => readEntry(db, viewer, { challenge: challenge.slug, phase: slug });
  expect(await entry(debug.slug)).toMatchObject({ quota: { left: 0, failures: { left: 1 } } });
  expect((await entry(phase.slug)).refusal).toBeNull();
  await db.evaluationSummary.update({ where: { evaluationId: run.evaluationId }, data: { failedCases: 1 } });
  expect(await entry(debug.slug)).toMatchObject({ quota: { left: 1, failures: { left: 0 } } });
  expect(await entry(phase.slug)).toMatchObject({ refusal: { code: "gate-not-passed" } });
});
