import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishBoard, readCosts, rescorePhase } from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { type ObjectStore, openObjectStore } from "@bodymark/storage";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDoneSubmission } from "../../tests/support/done-submission.ts";
import { type FreshDatabase, freshDatabase } from "../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../tests/support/small-challenge.ts";
import { measureStored } from "../src/worker/measure-stored.ts";
import { trimPredictions } from "../src/worker/trim-predictions.ts";

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let store: ObjectStore;
let folder: string;
const log = pino({ level: "silent" });

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  folder = await mkdtemp(join(tmpdir(), "bodymark-kept-"));
  store = await openObjectStore({ kind: "disk", root: folder });
});
afterAll(async () => {
  store.close();
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Kept {
  submission: string;
  evaluation: string;
  key: string;
}

const BYTES = 100;
let ended = 0;

/** Gives an evaluation a kept prediction of 100 bytes; each call's evaluation ended later than the one before. */
async function keep(evaluation: string, key = `predictions/${evaluation}/1-x.nii.gz`): Promise<string> {
  await store.put(key, new Uint8Array(BYTES).fill(++ended));
  await db.caseRun.updateMany({ where: { evaluationId: evaluation }, data: { predictionKey: key } });
  const finishedAt = new Date(Date.UTC(2027, 0, 1, 0, ended));
  await db.evaluation.update({ where: { id: evaluation }, data: { keptBytes: BYTES, finishedAt } });
  return key;
}

/** A result of a team, with its prediction. */
async function result(
  challenge: SmallChallenge,
  phaseId: string,
  dice: number,
  team?: Awaited<ReturnType<SmallChallenge["member"]>>,
): Promise<Kept> {
  const { viewer, teamId } = team ?? (await challenge.member());
  const uploadId = await challenge.upload(viewer);
  const { challengeId } = challenge;
  const of = { challengeId, phaseId, teamId, userId: viewer.userId, uploadId, dice };
  const { id, evaluationId } = await makeDoneSubmission(db, of);
  return { submission: id, evaluation: evaluationId, key: await keep(evaluationId) };
}

/** The newest evaluation of a submission becomes one of further attempt; the older one is superseded. */
async function copyOf({ submission, evaluation }: Kept, attempt: number, kind: "run" | "rescore"): Promise<Kept> {
  const id = newId("evaluation");
  const row = await db.evaluation.findUniqueOrThrow({ where: { id: evaluation }, include: { caseRuns: true } });
  await db.evaluation.create({
    data: {
      ...{ id, submissionId: submission, attempt, kind, state: "done", limits: {}, finishedAt: row.finishedAt },
      caseRuns: {
        create: row.caseRuns.map(({ caseId, ordinal, predictionKey }) => ({
          ...{ id: newId("caseRun"), caseId, ordinal, predictionKey, state: "done", status: "ok" },
        })),
      },
    },
  });
  return { submission, evaluation: id, key: kind === "run" ? await keep(id) : "" };
}

const kept = async (all: readonly Kept[]): Promise<boolean[]> =>
  Promise.all(all.map(async ({ key }) => (await store.head(key)) !== null));

describe("kept predictions", () => {
  test("above the phase's limit go: first superseded runs, then results off the board, the oldest first; counting ones stay", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase({ caseVisibility: "public", keptLimitBytes: 300n });
    const [team, other] = [await challenge.member(), await challenge.member()];
    const worse = await result(challenge, phase.id, 0.5, team);
    const worst = await result(challenge, phase.id, 0.4, team);
    const best = await result(challenge, phase.id, 0.9, team);
    const counts = await result(challenge, phase.id, 0.7, other);
    const rescored = await copyOf(counts, 2, "rescore");
    const newer = await copyOf(counts, 3, "run");
    await db.evaluationSummary.create({
      data: {
        ...{ evaluationId: newer.evaluation, meanDice: 0.7, meanNsd: 0.7, failedCases: 0, caseCount: 1 },
        ...{ labels: [1, 2], counts: [1, 0], dice: [0.7, -1], nsd: [0.7, -1], hd95Mm: [1, -1] },
      },
    });
    await publishBoard(db, phase.id, "test");
    const all = [counts, worse, worst, best, newer];

    // 500 bytes and a limit of 300: the superseded run goes, and the older one that does not count.
    await trimPredictions({ db, store, log });
    expect(await kept(all)).toEqual([false, false, true, true, true]);
    const gone = await db.caseRun.findMany({
      where: { evaluationId: { in: [counts.evaluation, rescored.evaluation, worse.evaluation] } },
    });
    expect(gone.map(({ predictionKey }) => predictionKey)).toEqual([null, null, null]);
    const costs = await readCosts(db, challenge.organizer, challenge.slug);
    expect(costs.phases[0]).toMatchObject({ keptLimitBytes: 300, storage: { predictionBytes: 300 } });

    // With a limit of nothing, what counts on the board stays all the same.
    await db.phase.update({ where: { id: phase.id }, data: { keptLimitBytes: 0n } });
    await trimPredictions({ db, store, log });
    await trimPredictions({ db, store, log });
    expect(await kept(all)).toEqual([false, false, false, true, true]);

    // What lost its predictions can be re-run, and says so.
    const { caseId } = await db.caseRun.findFirstOrThrow({ where: { evaluationId: worse.evaluation } });
    await db.phaseCase.deleteMany({ where: { phaseId: phase.id, caseId: { not: caseId } } });
    const slugs = { challenge: challenge.slug, phase: phase.slug };
    const refused = rescorePhase(db, queue, challenge.organizer, slugs, { submissions: [worse.submission] });
    await expect(refused).rejects.toMatchObject({
      details: { needsRerun: [{ submission: worse.submission, why: "the predictions of 1 cases were not kept" }] },
    });
  });

  test("of a submission that is being re-scored stay, until that has ended", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase({ caseVisibility: "public", keptLimitBytes: 0n });
    const one = await result(challenge, phase.id, 0.5);
    const rescoring = newId("evaluation");
    await db.evaluation.create({
      data: { id: rescoring, submissionId: one.submission, attempt: 2, kind: "rescore" },
    });
    await trimPredictions({ db, store, log });
    expect(await kept([one])).toEqual([true]);
    await db.evaluation.update({ where: { id: rescoring }, data: { state: "cancelled" } });
    await trimPredictions({ db, store, log });
    expect(await kept([one])).toEqual([false]);
  });

  test("of before sizes were noted are measured, and an object that another result shares is not deleted", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase({ caseVisibility: "public" });
    const [a, b] = [await result(challenge, phase.id, 0.5), await result(challenge, phase.id, 0.6)];
    const shared = `predictions/sha256/aa/${"a".repeat(64)}.nii.gz`;
    for (const { evaluation } of [a, b]) {
      await keep(evaluation, shared);
      await db.evaluation.update({ where: { id: evaluation }, data: { keptBytes: null } });
    }
    expect((await readCosts(db, challenge.organizer, challenge.slug)).total.storage.unmeasured).toBeGreaterThan(0);
    await measureStored({ db, store });
    const { storage } = (await readCosts(db, challenge.organizer, challenge.slug)).total;
    expect(storage).toMatchObject({ predictionBytes: 200, unmeasured: 0 });
    await db.phase.update({ where: { id: phase.id }, data: { keptLimitBytes: 100n } });
    await trimPredictions({ db, store, log });
    expect(await store.head(shared)).not.toBeNull();
    await db.phase.update({ where: { id: phase.id }, data: { keptLimitBytes: 0n } });
    await trimPredictions({ db, store, log });
    expect(await store.head(shared)).toBeNull();
  });
});
