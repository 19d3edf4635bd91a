import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  cancelSubmission,
  createSubmission,
  readJournal,
  readLeaderboard,
  readSubmission,
  rerunSubmission,
  rescorePhase,
  type SubmissionView,
} from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { encodeCase, generateCase } from "@bodymark/phantom";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { scoreCase } from "@bodymark/scoring";
import { type ObjectStore, openObjectStore } from "@bodymark/storage";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildAtlasImage } from "../../tests/support/atlas-image.ts";
import { type FreshDatabase, freshDatabase } from "../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../tests/support/small-challenge.ts";
import { LEASE_S } from "../src/worker/defaults.ts";
import { runWorker } from "../src/worker/run-worker.ts";

const SHAPE = [40, 40, 40] as const;
const SPACING_MM = [10, 10, 15] as const;
const STRUCTURES = {
  structures: [
    { label: 1, name: "aorta", toleranceMm: 5 },
    { label: 5, name: "liver", toleranceMm: 5 },
  ],
  otherLabels: "background" as const,
};

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let store: ObjectStore;
let folder: string;
let challenge: SmallChallenge;
let cases: { id: string; imagePath: string; labelPath: string; labels: Uint8Array }[];
let shutdown: AbortController;
let worker: Promise<void>;

const log = pino({ level: "silent" });

function startWorker(name: string): void {
  shutdown = new AbortController();
  worker = runWorker(
    {
      databaseUrl: fresh.url,
      dockerHost: process.env.DOCKER_HOST,
      name,
      workDir: join(folder, "worker"),
      metricsPort: null,
      minFreeBytes: 0,
      cacheBytes: 1024 ** 3,
      imageBytes: 1024 ** 3,
      leaseS: LEASE_S,
      logLevel: "info",
    },
    { kind: "disk", root: join(folder, "objects") },
    log,
    shutdown.signal,
  );
}

/** The case in which nobody annotated label 5. */
const PARTLY_LABELLED = 2;

async function put(bytes: Uint8Array): Promise<{ key: string; sha256: string }> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const key = `files/sha256/${sha256}`;
  await store.put(key, bytes, { sha256 });
  return { key, sha256 };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-worker-"));
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  store = await openObjectStore({ kind: "disk", root: join(folder, "objects") });
  challenge = await makeSmallChallenge(db);
  await db.structure.deleteMany({ where: { challengeId: challenge.challengeId } });
  for (const [position, { label, name, toleranceMm }] of STRUCTURES.structures.entries()) {
    await db.structure.create({
      data: {
        id: newId("structure"),
        challengeId: challenge.challengeId,
        label,
        name,
        position,
        toleranceMm: [toleranceMm],
      },
    });
  }
  cases = [];
  for (let index = 0; index < 3; index++) {
    const phantom = generateCase({ seed: 77, index, shape: SHAPE, spacingMm: SPACING_MM });
    const labels = phantom.labels.map((l) => (l === 1 || l === 5 ? l : 0));
    const files = encodeCase({ ...phantom, labels });
    const [image, label] = [await put(files.image), await put(files.labels)];
    const id = newId("case");
    await db.case.create({
      data: {
        id,
        challengeId: challenge.challengeId,
        name: `case-${index}`,
        metadata: {},
        imageKey: image.key,
        imageSha256: image.sha256,
        sizeBytes: BigInt(files.image.byteLength),
        shape: [...SHAPE],
        spacingMm: [...SPACING_MM],
        references: {
          create: {
            id: newId("caseRevision"),
            revision: 1,
            labelKey: label.key,
            labelSha256: label.sha256,
            present: [1, 5],
            notAnnotated: index === PARTLY_LABELLED ? [5] : [],
          },
        },
      },
    });
    const [imagePath, labelPath] = [join(folder, `image-${index}.nii.gz`), join(folder, `label-${index}.nii.gz`)];
    await writeFile(imagePath, files.image);
    await writeFile(labelPath, files.labels);
    cases.push({ id, imagePath, labelPath, labels: files.labels });
  }
  startWorker("first");
});

afterAll(async () => {
  shutdown?.abort("shutdown");
  await worker;
  await queue.close();
  store.close();
  await db.$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

async function makePhase(data: Parameters<SmallChallenge["phase"]>[0] = {}): Promise<{ id: string; slug: string }> {
  const limits = {
    caseTimeoutS: 60,
    memoryBytes: 256 * 1024 ** 2,
    shmBytes: 64 * 1024 ** 2,
    cpus: 1,
    pids: 64,
    diskBytes: 256 * 1024 ** 2,
    imageBytes: 1024 ** 3,
    gpus: "none",
    repeats: 1,
  };
  const phase = await challenge.phase({ caseVisibility: "public", limits, ...data });
  await db.phaseCase.createMany({
    data: cases.map(({ id }, i) => ({ phaseId: phase.id, caseId: id, position: i + 1 })),
  });
  return phase;
}

async function submitArchive(
  phase: { slug: string },
  archivePath: string,
  who?: Awaited<ReturnType<SmallChallenge["member"]>>,
) {
  const { viewer } = who ?? (await challenge.member());
  const bytes = await readFile(archivePath);
  const object = await put(bytes);
  const uploadId = await challenge.upload(viewer);
  await db.upload.update({
    where: { id: uploadId },
    data: { objectKey: object.key, sha256: object.sha256, sizeBytes: BigInt((await stat(archivePath)).size) },
  });
  const { id } = await createSubmission(
    db,
    queue,
    viewer,
    { challenge: challenge.slug, phase: phase.slug },
    { uploadId, name: "Atlas", description: "", method: {}, anonymous: false },
  );
  return { id, viewer };
}

async function until(
  read: () => Promise<SubmissionView>,
  holds: (view: SubmissionView) => boolean,
  limitMs = 60_000,
): Promise<SubmissionView> {
  const end = Date.now() + limitMs;
  for (;;) {
    const view = await read();
    if (holds(view)) return view;
    if (Date.now() > end) throw new Error(`still ${view.state}, ${JSON.stringify(view.failure)} after ${limitMs} ms`);
    await sleep(200);
  }
}

const ended = (view: SubmissionView) => ["done", "failed", "cancelled"].includes(view.state);

async function expectedDice(): Promise<number> {
  const [atlas] = cases;
  const perStructure = new Map<number, number[]>();
  for (const [index, { labelPath }] of cases.entries()) {
    const scored = await scoreCase(
      { name: "x", referencePath: labelPath, predictionPath: atlas?.labelPath ?? "" },
      {
        structures: STRUCTURES.structures,
        definition: "surface-distance",
        metrics: ["dice", "nsd"],
        affine: "use-input",
      },
    );
    for (const s of scored.scores.structures) {
      if (index === PARTLY_LABELLED && s.label === 5) continue;
      perStructure.set(s.label, [...(perStructure.get(s.label) ?? []), s.dice ?? 0]);
    }
  }
  const means = [...perStructure.values()].map((v) => v.reduce((a, b) => a + b, 0) / v.length);
  return means.reduce((a, b) => a + b, 0) / means.length;
}

describe("a submission", () => {
  test("is checked, run on each case in a container of its own, scored, and stands on the board with the numbers of its algorithm", async () => {
    const phase = await makePhase();
    const archive = join(folder, "atlas.tar");
    await buildAtlasImage(archive, cases[0]?.labels ?? new Uint8Array());
    const { id, viewer } = await submitArchive(phase, archive);
    const view = await until(() => readSubmission(db, viewer, id), ended);
    expect(view).toMatchObject({ state: "done", failure: null, progress: { done: 3, total: 3 } });
    expect(view.cases.map((c) => [c.status, c.state])).toEqual(Array(3).fill(["ok", "done"]));
    expect(view.summary?.meanDice).toBeCloseTo(await expectedDice(), 9);
    const partly = view.cases.find(({ name }) => name === `case-${PARTLY_LABELLED}`);
    expect(partly?.structures?.find(({ label }) => label === 5)).toMatchObject({
      status: "not-annotated",
      dice: null,
      nsd: null,
    });
    expect(view.summary?.medianMs).toBeGreaterThan(0);
    expect(view.evaluation?.fingerprint).toBeTruthy();
    const board = await readLeaderboard(db, null, { challenge: challenge.slug, phase: phase.slug });
    expect(board.entries).toHaveLength(1);
    expect(board.entries[0]).toMatchObject({
      rank: 1,
      submission: id,
      algorithm: "Atlas",
      failedCases: 0,
      caseCount: 3,
    });
    expect(board.entries[0]?.dice).toBeCloseTo(view.summary?.meanDice ?? -1, 12);

    const used = await db.runUse.findMany({ where: { phaseId: phase.id }, orderBy: { outcome: "asc" } });
    expect(used.map(({ outcome, runs }) => [outcome, runs])).toEqual([
      ["ok", 3],
      ["warm-up", 1],
    ]);
    const times = view.cases.flatMap((one) => one.repeatsMs ?? []);
    const [ok] = used;
    expect(ok?.containerMs).toBeCloseTo(
      times.reduce((sum, ms) => sum + ms, 0),
      0,
    );
    expect(ok).toMatchObject({ gpuMs: 0, coreMs: ok?.containerMs, rerun: false });
    const { keptBytes } = await db.evaluation.findUniqueOrThrow({ where: { id: view.evaluation?.id ?? "" } });
    expect(Number(keptBytes)).toBeGreaterThan(0);

    const journal = await readJournal(db, challenge.organizer, id);
    const whole = journal.filter(({ ordinal, stage }) => ordinal === null && stage !== "run");
    expect(whole.map(({ message }) => message.replace(/sha256:\w+|image \S+|\d+ bytes/g, "…"))).toEqual([
      "handed in, waits for its check",
      "claimed for a check, claim 1",
      expect.stringMatching(/^checking /),
      "accepted …; queued for evaluation",
      "claimed for a run, claim 2",
      "loading the image",
      expect.stringMatching(/ is in the engine$/),
      "done: 3 cases, 0 failed",
    ]);
    for (const ordinal of [1, 2, 3]) {
      const own = journal.filter((line) => line.ordinal === ordinal && !/warm-up|outside it/.test(line.message));
      // A container may be made before its case's turn, while the one before is scored.
      const made = own.filter(({ message }) => message === "repeat 1: container created, inputs in it");
      const lines = own.filter((line) => !made.includes(line));
      expect(lines.map(({ message }) => message)).toEqual([
        "running",
        "repeat 1: started",
        "repeat 1: ended with exit code 0",
        "repeat 1: output collected and checked",
        "ended well",
        "scoring",
        "result stored: ok",
      ]);
      const instants = lines.map(({ at }) => Date.parse(at));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(made).toHaveLength(1);
      expect(Date.parse(made[0]?.at ?? "")).toBeLessThanOrEqual(instants[1] ?? 0);
    }
  });

  test("goes on from the last finished case when its worker shuts down, and no case has two results", async () => {
    const phase = await makePhase();
    const archive = join(folder, "slow.tar");
    await buildAtlasImage(archive, cases[0]?.labels ?? new Uint8Array(), { pauseMs: 1500 });
    const { id, viewer } = await submitArchive(phase, archive);
    await until(
      () => readSubmission(db, viewer, id),
      (v) => (v.progress?.done ?? 0) >= 1,
    );
    shutdown.abort("shutdown");
    await worker;
    expect(await readSubmission(db, viewer, id)).toMatchObject({ state: "queued" });
    startWorker("second");
    const view = await until(() => readSubmission(db, viewer, id), ended);
    expect(view).toMatchObject({ state: "done", progress: { done: 3, total: 3 } });
    expect(await db.evaluation.findFirst({ where: { submissionId: id } })).toMatchObject({
      faults: 0,
      doneCases: 3,
      fence: 3,
    });
    // What the shutdown broke off is ours.
    const used = await db.runUse.findMany({ where: { phaseId: phase.id, outcome: "platform-fault" } });
    expect(used.map(({ runs }) => runs)).toEqual([1]);
  });

  test("is killed within seconds when cancelled", async () => {
    const phase = await makePhase();
    const archive = join(folder, "sleeper.tar");
    await buildAtlasImage(archive, cases[0]?.labels ?? new Uint8Array(), { pauseMs: 55_000 });
    const { id, viewer } = await submitArchive(phase, archive);
    await until(
      () => readSubmission(db, viewer, id),
      (v) => v.state === "running" && v.evaluation?.environment !== null,
    );
    await sleep(500);
    const askedAt = Date.now();
    await cancelSubmission(db, viewer, id);
    const view = await until(() => readSubmission(db, viewer, id), ended, 15_000);
    expect(view).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    // The time of its container is used all the same.
    const used = await db.runUse.findMany({ where: { phaseId: phase.id } });
    expect(used.map(({ outcome, runs }) => [outcome, runs])).toContainEqual(["cancelled", 1]);
  });

  test("with an image for another processor fails with a sentence that says what to do, and hurts nobody else", async () => {
    const phase = await makePhase();
    const archive = join(folder, "arm.tar");
    await buildAtlasImage(archive, cases[0]?.labels ?? new Uint8Array(), {
      architecture: process.arch === "arm64" ? "amd64" : "arm64",
    });
    const { id, viewer } = await submitArchive(phase, archive);
    const view = await until(() => readSubmission(db, viewer, id), ended);
    expect(view).toMatchObject({
      state: "failed",
      failure: { code: "unsupported-image", stage: "accept", fault: "participant" },
    });
    expect(view.failure?.detail).toMatch(/linux\/(amd64|arm64)/);
  });

  test("of a hidden open phase shows aggregates to its team, and neither scores, times nor names of cases", async () => {
    const phase = await makePhase({ caseVisibility: "hidden", closesAt: new Date(Date.now() + 3_600_000) });
    const { id, viewer } = await submitArchive(phase, join(folder, "atlas.tar"));
    const view = await until(() => readSubmission(db, viewer, id), ended);
    expect(view.state).toBe("done");
    for (const one of view.cases)
      expect(one).toMatchObject({ medianMs: null, structures: null, name: null, peakMemoryBytes: null });
    expect(view.summary?.rounded).toBe(true);
    expect(Math.round((view.summary?.meanDice ?? 0) * 1000) / 1000).toBe(view.summary?.meanDice);
    const told = JSON.stringify([
      view,
      await readLeaderboard(db, viewer, { challenge: challenge.slug, phase: phase.slug }),
    ]);
    for (const { id: caseId } of cases) expect(told).not.toContain(caseId);
    expect(told).not.toContain("case-0");
    expect((await readSubmission(db, challenge.organizer, id)).cases[0]?.structures).toHaveLength(2);
  });
});

/** An organizer's operation, confirmed as shown. */
async function confirmed<T>(work: (confirm?: string) => Promise<T>): Promise<T> {
  const refusal = await work().catch((error: unknown) => error as { details: { confirm: string } });
  return await work((refusal as { details: { confirm: string } }).details.confirm);
}

describe("an organizer", () => {
  test("re-scores kept predictions after a reference was mended, without a container, and the board follows; a re-run comes beside it", async () => {
    const phase = await makePhase();
    const archive = join(folder, "atlas.tar");
    await buildAtlasImage(archive, cases[0]?.labels ?? new Uint8Array());
    const { id, viewer } = await submitArchive(phase, archive);
    const first = await until(() => readSubmission(db, viewer, id), ended);
    expect(first.summary?.meanDice).toBeCloseTo(await expectedDice(), 9);
    // Case 1 gets the very anatomy that the atlas answers with.
    const [atlas, mended] = cases;
    const label = await put(await readFile(atlas?.labelPath ?? ""));
    await db.caseReference.create({
      data: {
        ...{ id: newId("caseRevision"), caseId: mended?.id ?? "", revision: 2, present: [1, 5], notAnnotated: [] },
        ...{ labelKey: label.key, labelSha256: label.sha256 },
      },
    });
    await db.phase.update({ where: { id: phase.id }, data: { revision: 2 } });
    const slugs = { challenge: challenge.slug, phase: phase.slug };
    await confirmed((confirm) => rescorePhase(db, queue, challenge.organizer, slugs, { confirm }));
    const boardAt = async (revision: number) => {
      for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
        const board = await readLeaderboard(db, null, slugs);
        if (board.referenceRevision === revision) return board;
      }
      throw new Error("the board was not published anew");
    };
    const board = await boardAt(2);
    const view = await readSubmission(db, viewer, id);
    const meanOf = (v: SubmissionView, name: string) =>
      v.cases.find((c) => c.name === name)?.structures?.map((s) => s.dice);
    expect(meanOf(view, "case-1")).toEqual([1, 1]);
    expect(meanOf(view, "case-0")).toEqual(meanOf(first, "case-0"));
    expect(meanOf(view, "case-2")).toEqual(meanOf(first, "case-2"));
    expect(view).toMatchObject({ state: "done", evaluation: { attempt: 2, referenceRevision: 2 } });
    expect(view.cases.map((c) => c.repeatsMs)).toEqual(first.cases.map((c) => c.repeatsMs));
    expect(board.entries).toMatchObject([
      { submission: id, dice: view.summary?.meanDice, medianMs: first.summary?.medianMs },
    ]);
    const journal = (await readJournal(db, challenge.organizer, id)).filter(({ attempt }) => attempt === 2);
    expect(journal.filter(({ stage }) => ["load", "start", "run", "collect"].includes(stage))).toEqual([]);
    expect(await db.evaluation.count({ where: { submissionId: id, state: "done" } })).toBe(2);

    // A prediction that is lost: the re-scoring ends with what to do, and the former result stands.
    await db.caseRun.updateMany({
      where: { evaluation: { submissionId: id }, caseId: mended?.id ?? "" },
      data: { predictionKey: "predictions/gone", predictionSha256: "0".repeat(64) },
    });
    const { queued } = await confirmed((confirm) => rescorePhase(db, queue, challenge.organizer, slugs, { confirm }));
    for (const end = Date.now() + 30_000; ; await sleep(100)) {
      const third = await db.evaluation.findUniqueOrThrow({ where: { id: queued[0]?.evaluation ?? "" } });
      if (third.state === "failed") {
        expect(third.failureMessage).toMatch(/needs a re-run/);
        break;
      }
      if (Date.now() > end) throw new Error(`still ${third.state}`);
    }
    expect(await readSubmission(db, viewer, id)).toMatchObject({
      state: "done",
      evaluation: { attempt: 2 },
      failure: null,
    });

    await confirmed((confirm) => rerunSubmission(db, queue, challenge.organizer, id, { confirm }));
    const again = await until(
      () => readSubmission(db, viewer, id),
      (v) => ended(v) && v.evaluation?.attempt === 4,
    );
    expect(again.summary?.meanDice).toBeCloseTo(view.summary?.meanDice ?? -1, 9);
  });
});
