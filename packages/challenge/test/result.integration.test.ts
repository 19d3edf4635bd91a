import { generateKeyPairSync } from "node:crypto";
import { verifyBundle } from "@bodymark/bundle";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { readZip } from "@bodymark/zip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDoneSubmission } from "../../../tests/support/done-submission.ts";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  chooseSubmission,
  createSubmission,
  readBundle,
  readCaseFiles,
  readComparisons,
  readLeaderboard,
  readOwnQuota,
  readPublicCase,
  readSampleCase,
  readSubmission,
} from "../src/index.ts";

const DAY_MS = 24 * 3600 * 1000;
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const signer = { key: privateKey, issuer: "http://localhost:3000" };
let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let challenge: SmallChallenge;
let owner: Awaited<ReturnType<SmallChallenge["member"]>>;
let stranger: Awaited<ReturnType<SmallChallenge["member"]>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  challenge = await makeSmallChallenge(db);
  owner = await challenge.member();
  stranger = await challenge.member();
});
afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

async function done(phaseId: string, dice?: number) {
  const { challengeId } = challenge;
  const uploadId = await challenge.upload(owner.viewer);
  const team = { teamId: owner.teamId, userId: owner.viewer.userId };
  return {
    uploadId,
    ...(await makeDoneSubmission(db, { challengeId, phaseId, uploadId, ...team, ...(dice ? { dice } : {}) })),
  };
}

describe("a result bundle", () => {
  test("of a hidden open phase holds no figure of a case, and commits to what it shows after the end", async () => {
    const phase = await challenge.phase({ caseVisibility: "hidden", closesAt: new Date(Date.now() + DAY_MS) });
    const { id, caseId } = await done(phase.id);
    for (const viewer of [owner.viewer, challenge.organizer]) {
      const { content } = await readBundle(db, viewer, id, signer);
      const text = [...readZip(content).values()].join("\n");
      for (const secret of [caseId, "0.87654", "0.81234", "1234", "a".repeat(64), "d".repeat(64)])
        expect(text).not.toContain(secret);
    }
    const early = verifyBundle((await readBundle(db, owner.viewer, id, signer)).content, publicKey);
    expect([early.manifest.kind, early.result]).toEqual(["commitment", null]);

    await db.phase.update({ where: { id: phase.id }, data: { closesAt: new Date(Date.now() - 1000) } });
    const late = verifyBundle((await readBundle(db, owner.viewer, id, signer)).content, publicKey);
    expect(late.result?.cases[0]).toMatchObject({ status: "ok", timing: { medianMs: 1234 } });
    expect(late.commitment?.commitment).toBe(early.commitment?.commitment);
  });

  test("of a public phase holds the result, for its team alone", async () => {
    const phase = await challenge.phase({ caseVisibility: "public" });
    const { id } = await done(phase.id);
    const { content } = await readBundle(db, owner.viewer, id, signer);
    expect(verifyBundle(content, publicKey)).toMatchObject({
      manifest: { kind: "result", submission: id },
      result: { summary: { meanDice: 0.87654, failedCases: 0 } },
      commitment: null,
    });
    for (const viewer of [stranger.viewer, null])
      await expect(readBundle(db, viewer, id, signer)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the files of a case", () => {
  test("W1: are there for a public case and its team; a hidden case has none, closed or not, for anybody", async () => {
    const open = await challenge.phase({ caseVisibility: "public" });
    const { id, caseId } = await done(open.id);
    expect(await readCaseFiles(db, owner.viewer, id, 1)).toMatchObject({ predictionKey: "predictions/x.nii.gz" });
    await expect(readCaseFiles(db, stranger.viewer, id, 1)).rejects.toMatchObject({ code: "not-found" });
    await expect(readCaseFiles(db, owner.viewer, id, 2)).rejects.toMatchObject({ code: "not-found" });

    // A public one is everybody's, without a submission.
    const { name } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
    const publicCase = (phase: string) => readPublicCase(db, null, { challenge: challenge.slug, phase, case: name });
    expect(await publicCase(open.slug)).toMatchObject({ name, viewable: true, imageKey: expect.any(String) });

    const hidden = await challenge.phase({ caseVisibility: "hidden", closesAt: new Date(Date.now() - 1000) });
    const closed = await done(hidden.id);
    for (const viewer of [owner.viewer, challenge.organizer])
      await expect(readCaseFiles(db, viewer, closed.id, 1)).rejects.toMatchObject({ code: "not-found" });

    // The same case in a hidden phase is hidden.
    await db.phaseCase.create({ data: { phaseId: hidden.id, caseId, position: 99 } });
    await expect(readCaseFiles(db, owner.viewer, id, 1)).rejects.toMatchObject({ code: "not-found" });
    for (const phase of [open.slug, hidden.slug])
      await expect(publicCase(phase)).rejects.toMatchObject({ code: "not-found" });
    const sample = await readSampleCase(db, null, { challenge: challenge.slug, phase: open.slug });
    expect(sample?.name).not.toBe(caseId);
  });
});

describe("where teams choose", () => {
  test("the chosen submission stands on the board, and nothing else may be chosen", async () => {
    const phase = await challenge.phase({ counting: "chosen", caseVisibility: "public" });
    const [first, second] = [await done(phase.id, 0.9), await done(phase.id, 0.5)];
    await chooseSubmission(db, owner.viewer, second.id);
    const board = () => readLeaderboard(db, null, { challenge: challenge.slug, phase: phase.slug });
    expect((await board()).entries.map(({ submission }) => submission)).toEqual([second.id]);
    await chooseSubmission(db, owner.viewer, first.id);
    expect((await board()).entries.map(({ submission }) => submission)).toEqual([first.id]);
    expect(await readSubmission(db, owner.viewer, first.id)).toMatchObject({ chosen: true, may: { choose: false } });
    expect(await readSubmission(db, owner.viewer, second.id)).toMatchObject({ chosen: false, may: { choose: true } });

    for (const viewer of [stranger.viewer, challenge.organizer])
      await expect(chooseSubmission(db, viewer, second.id)).rejects.toMatchObject({ code: "not-found" });
    await db.phase.update({ where: { id: phase.id }, data: { closesAt: new Date(Date.now() - 1000) } });
    await expect(chooseSubmission(db, owner.viewer, second.id)).rejects.toMatchObject({ code: "phase-closed" });
    const best = await challenge.phase({ counting: "best" });
    const other = await done(best.id);
    await expect(chooseSubmission(db, owner.viewer, other.id)).rejects.toMatchObject({ code: "not-choosable" });
  });

  test("a result is compared with the board's best and the team's own, never with a stranger's eyes", async () => {
    const phase = await challenge.phase({ counting: "chosen", caseVisibility: "public" });
    const [first, second] = [await done(phase.id, 0.9), await done(phase.id, 0.5)];
    await chooseSubmission(db, owner.viewer, first.id);
    const items = await readComparisons(db, owner.viewer, second.id);
    expect(items.map(({ kind, submission }) => [kind, submission])).toEqual([["best", first.id]]);
    expect((await readComparisons(db, owner.viewer, first.id)).map(({ kind }) => kind)).toEqual(["own"]);
    await expect(readComparisons(db, stranger.viewer, first.id)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the quota by fault", () => {
  test("failures of one's own fill a cap of their own, and platform faults none", async () => {
    const phase = await challenge.phase({ quotaCount: 2, failureCount: 1 });
    const slugs = { challenge: challenge.slug, phase: phase.slug };
    const request = { name: "A", description: "", method: {}, anonymous: false };
    const submit = async () =>
      createSubmission(db, queue, owner.viewer, slugs, { ...request, uploadId: await challenge.upload(owner.viewer) });
    const fault = await submit();
    await db.submission.update({ where: { id: fault.id }, data: { state: "failed", charged: false } });
    expect(await readOwnQuota(db, owner.viewer, slugs)).toMatchObject({ left: 2, failures: { left: 1 }, free: 1 });
    const own = await submit();
    await db.submission.update({ where: { id: own.id }, data: { state: "failed" } });
    expect(await readOwnQuota(db, owner.viewer, slugs)).toMatchObject({ left: 2, used: 0, failures: { left: 0 } });
    await expect(submit()).rejects.toMatchObject({ code: "quota-reached" });
  });
});

describe("submitting again", () => {
  test("takes the team's kept image, counts as received now, and is nobody else's to use", async () => {
    const phase = await challenge.phase({});
    const { uploadId } = await done(phase.id);
    const request = { uploadId, name: "Again", description: "", method: {}, anonymous: false };
    const slugs = { challenge: challenge.slug, phase: phase.slug };
    await expect(createSubmission(db, queue, owner.viewer, slugs, request)).resolves.toHaveProperty("id");
    await expect(createSubmission(db, queue, stranger.viewer, slugs, request)).rejects.toMatchObject({
      code: "not-found",
    });
    // Its bytes were here before the deadline, but they are handed in after it.
    await db.upload.update({ where: { id: uploadId }, data: { completedAt: new Date(Date.now() - DAY_MS) } });
    await db.phase.update({ where: { id: phase.id }, data: { closesAt: new Date(Date.now() - 1000) } });
    await expect(createSubmission(db, queue, owner.viewer, slugs, request)).rejects.toMatchObject({
      code: "phase-closed",
    });
  });
});
