import {
  cancelRescore,
  createSubmission,
  listEntered,
  readQueuePlace,
  readSubmission,
  rescorePhase,
} from "@bodymark/challenge";
import { type Capabilities, capabilitiesSchema, limitsSchema } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { StorageUnavailable } from "@bodymark/storage";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeDoneSubmission } from "../../tests/support/done-submission.ts";
import { type FreshDatabase, freshDatabase } from "../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../tests/support/small-challenge.ts";
import { type Claimant, claimEvaluation } from "../src/worker/claim-evaluation.ts";
import { LEASE_S, MAX_FAULTS } from "../src/worker/defaults.ts";
import { endEvaluation } from "../src/worker/end-evaluation.ts";
import { handBack } from "../src/worker/hand-back.ts";
import type { Claim } from "../src/worker/lease.ts";
import { prepareRescore } from "../src/worker/prepare-rescore.ts";
import { registerWorker, signOff } from "../src/worker/register-worker.ts";
import { renewLease } from "../src/worker/renew-lease.ts";

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let workers: [Claimant, Claimant];

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  workers = [await makeWorker("one"), await makeWorker("two")];
});

afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

beforeEach(async () => {
  await db.evaluation.deleteMany();
  await db.submission.deleteMany();
});

/** Submissions of one team that wait for a run (or a check), oldest first. */
async function queueOf(
  challenge: SmallChallenge,
  phase: { slug: string },
  { viewer }: Awaited<ReturnType<SmallChallenge["member"]>>,
  count: number,
  state: "queued" | "checking" = "queued",
): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const uploadId = await challenge.upload(viewer);
    const request = { uploadId, name: `a${i}`, description: "", method: {}, anonymous: false };
    const { id } = await createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: phase.slug }, request);
    ids.push(id);
  }
  await db.submission.updateMany({ where: { id: { in: ids } }, data: { state } });
  return ids;
}

/** Checked submissions that wait for a run, each of a team of its own, oldest first. */
async function queueSubmissions(challenge: SmallChallenge, count: number): Promise<string[]> {
  const phase = await challenge.phase();
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(...(await queueOf(challenge, phase, await challenge.member(), 1)));
  return ids;
}

const CAPABILITIES = capabilitiesSchema.parse({ cores: 8, memoryBytes: 16 * 1024 ** 3, sandboxes: ["userns"] });

async function makeWorker(name: string, capabilities: Capabilities = CAPABILITIES): Promise<Claimant> {
  const worker = { name, capabilities: { ...capabilities }, missingControls: [], fingerprint: null };
  return { workerId: await registerWorker(db, worker), capabilities, leaseS: LEASE_S };
}

async function claimed(worker: Claimant): Promise<Claim> {
  const claim = await claimEvaluation(db, worker, "run");
  if (!claim) throw new Error("nothing to claim");
  return claim;
}

const expire = (claim: Claim) =>
  db.$executeRaw`update "Evaluation" set "leaseUntil" = now() - interval '1 second' where id = ${claim.evaluationId}`;

describe("a claim", () => {
  test("is given once, however many workers ask at the same time", async () => {
    await queueSubmissions(await makeSmallChallenge(db), 5);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, i) => claimEvaluation(db, workers[i % 2 ? 1 : 0], "run")),
    );
    const got = claims.filter((c) => c !== null).map((c) => c.evaluationId);
    expect(got).toHaveLength(5);
    expect(new Set(got).size).toBe(5);
  });

  test("goes to another worker when its lease has run out, and the first one's writes are refused from then on", async () => {
    await queueSubmissions(await makeSmallChallenge(db), 1);
    const first = await claimed(workers[0]);
    expect(await claimEvaluation(db, workers[1], "run")).toBeNull();
    await expire(first);
    const second = await claimed(workers[1]);
    expect(second.evaluationId).toBe(first.evaluationId);
    expect(second.fence).toBe(first.fence + 1);
    expect(await renewLease(db, first)).toBe("lost");
    await expect(handBack(db, first, null)).rejects.toMatchObject({ code: "lease-lost" });
    await expect(endEvaluation(db, first, { code: "timeout", stage: "run", message: null })).rejects.toMatchObject({
      code: "lease-lost",
    });
    expect(await renewLease(db, second)).toBe("kept");
  });

  test("is void once the submission's evaluation has ended", async () => {
    await queueSubmissions(await makeSmallChallenge(db), 1);
    const claim = await claimed(workers[0]);
    await endEvaluation(db, claim, { code: "start-failed", stage: "start", message: "no shell" });
    expect(await renewLease(db, claim)).toBe("lost");
    await expire(claim);
    expect(await claimEvaluation(db, workers[1], "run")).toBeNull();
  });

  test("prefers the challenge that has fewer evaluations running, so that one cannot block another", async () => {
    const [busy, quiet] = [await makeSmallChallenge(db), await makeSmallChallenge(db)];
    const busyIds = await queueSubmissions(busy, 3);
    const [quietId] = await queueSubmissions(quiet, 1);
    expect((await claimed(workers[0])).submissionId).toBe(busyIds[0]);
    expect((await claimed(workers[1])).submissionId).toBe(quietId);
    expect((await claimed(workers[0])).submissionId).toBe(busyIds[1]);
  });
});

/** Ends an evaluation that was claimed, as a worker does, so that it is no longer running. */
async function finish(claim: Claim): Promise<void> {
  await endEvaluation(db, claim, { code: "start-failed", stage: "start", message: "no shell" });
}

describe("fair share", () => {
  test("a team with twenty in the queue gets every second turn of one worker beside a team with two", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    const [many, few] = [await challenge.member(), await challenge.member()];
    const first = await queueOf(challenge, phase, many, 20);
    const late = await queueOf(challenge, phase, few, 2);
    const served: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const claim = await claimed(workers[0]);
      served.push(claim.submissionId);
      await finish(claim);
    }
    expect(served).toEqual([first[0], late[0], first[1], late[1], first[2]]);
  });

  test("a challenge with many teams gets every second turn of one worker beside a challenge with one", async () => {
    const [busy, quiet] = [await makeSmallChallenge(db), await makeSmallChallenge(db)];
    const many = await queueSubmissions(busy, 6);
    const few = await queueSubmissions(quiet, 2);
    const served: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const claim = await claimed(workers[0]);
      served.push(claim.submissionId);
      await finish(claim);
    }
    expect(served).toEqual([many[0], few[0], many[1], few[1], many[2]]);
  });

  test("checks of new images are shared alike", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    const [many, few] = [await challenge.member(), await challenge.member()];
    const first = await queueOf(challenge, phase, many, 4, "checking");
    const late = await queueOf(challenge, phase, few, 1, "checking");
    const served: (string | undefined)[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const claim = await claimEvaluation(db, workers[0], "check");
      served.push(claim?.submissionId);
      if (claim) await finish(claim);
    }
    expect(served).toEqual([first[0], late[0], first[1]]);
  });

  test("the place that people see is the order in which two workers really claim", async () => {
    const [busy, quiet] = [await makeSmallChallenge(db), await makeSmallChallenge(db)];
    const phase = await busy.phase();
    const team = await busy.member();
    const ids = [
      ...(await queueOf(busy, phase, team, 4)),
      ...(await queueSubmissions(busy, 2)),
      ...(await queueSubmissions(quiet, 3)),
    ];
    const places = await Promise.all(
      ids.map(async (id) => {
        const { id: evaluationId } = await db.evaluation.findFirstOrThrow({ where: { submissionId: id } });
        return { id, ...(await readQueuePlace(db, evaluationId)) };
      }),
    );
    expect(places.map((p) => p.waiting)).toEqual(Array(9).fill(9));
    expect(places.map((p) => p.reason)).toEqual(Array(9).fill(null));
    const foretold = [...places].sort((a, b) => a.position - b.position).map((p) => p.id);
    const served: string[] = [];
    const held: Claim[] = [await claimed(workers[0]), await claimed(workers[1])];
    while (held.length > 0) {
      const claim = held.shift();
      if (!claim) break;
      served.push(claim.submissionId);
      await finish(claim);
      const by = workers.find((worker) => worker.workerId === claim.workerId);
      const next = by ? await claimEvaluation(db, by, "run") : null;
      if (next) held.push(next);
    }
    expect(served).toEqual(foretold);
  });
});

describe("what a phase asks for", () => {
  const GPU = { gpus: "1", gpuType: "A100" };

  test("is served by a worker that has it, and left by others, who take the next one", async () => {
    const challenge = await makeSmallChallenge(db);
    const wants = await challenge.phase({ limits: limitsSchema.parse(GPU) });
    const [gpuId] = await queueOf(challenge, wants, await challenge.member(), 1);
    const [plainId] = await queueSubmissions(challenge, 1);
    expect((await claimed(workers[0])).submissionId).toBe(plainId);
    expect(await claimEvaluation(db, workers[1], "run")).toBeNull();
    const gpus = [{ uuid: "GPU-1", name: "NVIDIA A100-SXM4-80GB", memoryBytes: 80 * 1024 ** 3 }];
    const able = await makeWorker("three", { ...CAPABILITIES, gpus });
    expect((await claimed(able)).submissionId).toBe(gpuId);
    await signOff(db, able.workerId);
  });

  test("is told to the participant while no worker has it", async () => {
    const challenge = await makeSmallChallenge(db);
    const wants = await challenge.phase({ limits: limitsSchema.parse({ ...GPU, memoryBytes: 64 * 1024 ** 3 }) });
    const member = await challenge.member();
    const [id = ""] = await queueOf(challenge, wants, member, 1);
    const { queue: place } = await readSubmission(db, member.viewer, id);
    expect(place).toEqual({
      position: 1,
      waiting: 1,
      estimateS: null,
      reason: "No worker with 64 GiB of memory and 1 GPU of type A100 is connected.",
    });
  });
});

describe("a fault of the platform", () => {
  test("gives the evaluation back with a pause that grows", async () => {
    const [id = ""] = await queueSubmissions(await makeSmallChallenge(db), 1);
    expect(await handBack(db, await claimed(workers[0]), new Error("engine gone"))).toBe("queued");
    expect(await claimEvaluation(db, workers[1], "run")).toBeNull();
    const [row] = await db.$queryRaw<{ restS: number }[]>`
      select extract(epoch from "notBefore" - now())::float8 as "restS" from "Evaluation" where "submissionId" = ${id}`;
    expect(row?.restS).toBeGreaterThan(1);
    expect(await db.submission.findUnique({ where: { id } })).toMatchObject({ state: "queued", charged: true });
  });

  test("ends the evaluation after the limit, and is never charged", async () => {
    const [id = ""] = await queueSubmissions(await makeSmallChallenge(db), 1);
    for (let i = 1; i <= MAX_FAULTS; i++) {
      await db.$executeRaw`update "Evaluation" set "notBefore" = now() where "submissionId" = ${id}`;
      expect(await handBack(db, await claimed(workers[0]), new Error("engine gone"))).toBe(
        i < MAX_FAULTS ? "queued" : "given-up",
      );
    }
    expect(await db.submission.findUnique({ where: { id } })).toMatchObject({
      state: "failed",
      failureCode: "platform-fault",
      charged: false,
    });
  });

  test("a shutdown gives back at once and counts no fault", async () => {
    const [id = ""] = await queueSubmissions(await makeSmallChallenge(db), 1);
    await handBack(db, await claimed(workers[0]), null);
    expect((await claimed(workers[1])).submissionId).toBe(id);
    expect(await db.evaluation.findFirst({ where: { submissionId: id } })).toMatchObject({ faults: 0 });
  });
});

describe("a re-scoring", () => {
  const scorer = { version: "2", definition: "surface-distance" } as const;

  /** A submission with a result, which an organizer has asked to be scored again, and its claim. */
  async function rescoring() {
    const challenge = await makeSmallChallenge(db);
    const { id: phaseId, slug } = await challenge.phase({ revision: 2 });
    const { viewer, teamId } = await challenge.member();
    const uploadId = await challenge.upload(viewer);
    const of = { challengeId: challenge.challengeId, phaseId, teamId, userId: viewer.userId, uploadId };
    const { id } = await makeDoneSubmission(db, of);
    const slugs = { challenge: challenge.slug, phase: slug };
    const ask = async () => {
      const refusal = await rescorePhase(db, queue, challenge.organizer, slugs).catch((error: unknown) => error);
      const { confirm } = (refusal as { details: { confirm: string } }).details;
      return await rescorePhase(db, queue, challenge.organizer, slugs, { confirm });
    };
    await ask();
    return { id, slugs, phase: { id: phaseId, revision: 2 }, organizer: challenge.organizer, ask };
  }

  test("goes on with another worker when its own died, from the cases that it has", async () => {
    const { phase } = await rescoring();
    const first = await claimed(workers[0]);
    await prepareRescore(db, first, phase, scorer);
    await expire(first);
    const second = await claimed(workers[1]);
    expect(second).toMatchObject({ evaluationId: first.evaluationId, fence: first.fence + 1, faults: 1 });
    await prepareRescore(db, second, phase, scorer);
    expect(await db.caseRun.count({ where: { evaluationId: second.evaluationId, state: "waiting" } })).toBe(1);
    await expect(prepareRescore(db, first, phase, scorer)).rejects.toMatchObject({ code: "lease-lost" });
  });

  test("that is given up says why, leaves the earlier result, and can be asked for again", async () => {
    const { id, ask, organizer, slugs } = await rescoring();
    const claim = await claimed(workers[0]);
    await db.evaluation.update({ where: { id: claim.evaluationId }, data: { faults: MAX_FAULTS - 1 } });
    expect(await handBack(db, claim, new Error("the reference does not fit its image"))).toBe("given-up");
    const { items } = await listEntered(db, organizer, slugs.challenge);
    expect(items[0]?.evaluations[1]).toMatchObject({
      kind: "rescore",
      state: "failed",
      failure: "the reference does not fit its image",
    });
    expect(await readSubmission(db, organizer, id)).toMatchObject({ state: "done", failure: null });
    expect((await ask()).queued).toMatchObject([{ submission: id }]);
  });

  test("that an organizer cancels ends with its worker's next sign of life, and its submission stays done", async () => {
    const { id, organizer, slugs } = await rescoring();
    const claim = await claimed(workers[0]);
    expect(await renewLease(db, claim)).toBe("kept");
    expect(await cancelRescore(db, organizer, slugs)).toEqual({ cancelled: [], stopping: [id] });
    expect(await renewLease(db, claim)).toBe("cancel");
    await endEvaluation(db, claim, { code: "cancelled", stage: "score", message: null });
    expect(await db.submission.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ...{ state: "done", cancelRequestedAt: null, charged: true },
    });
  });
});

describe("an outage", () => {
  test("of the storage rests and counts nothing, however often, since it has nothing to do with what is evaluated", async () => {
    const [id = ""] = await queueSubmissions(await makeSmallChallenge(db), 1);
    for (let i = 0; i < MAX_FAULTS + 2; i++) {
      await db.$executeRaw`update "Evaluation" set "notBefore" = now() where "submissionId" = ${id}`;
      expect(await handBack(db, await claimed(workers[0]), new StorageUnavailable("gone"))).toBe("queued");
    }
    expect(await db.evaluation.findFirst({ where: { submissionId: id } })).toMatchObject({
      faults: 0,
      state: "queued",
    });
  });
});

describe("I6: a machine whose clock is wrong", () => {
  const DAY_MS = 24 * 3_600_000;

  afterEach(() => void vi.useRealTimers());

  for (const [title, offsetMs] of [
    ["a day ahead", DAY_MS],
    ["a day behind", -DAY_MS],
  ] as const) {
    test(`${title} holds its lease as long as any, and takes nobody's`, async () => {
      await queueSubmissions(await makeSmallChallenge(db), 1);
      const theirs = await claimed(workers[0]);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offsetMs });
      expect(await claimEvaluation(db, workers[1], "run")).toBeNull();
      expect(await renewLease(db, theirs)).toBe("kept");
      const [row] = await db.$queryRaw<{ leftS: number }[]>`
        select extract(epoch from "leaseUntil" - now())::float8 as "leftS" from "Evaluation" where id = ${theirs.evaluationId}`;
      expect(row?.leftS).toBeGreaterThan(LEASE_S - 5);
      expect(row?.leftS).toBeLessThanOrEqual(LEASE_S);
    });
  }

  test("neither opens a closed phase nor closes an open one", async () => {
    const challenge = await makeSmallChallenge(db);
    const hour = 3_600_000;
    const [open, closed] = [
      await challenge.phase({ closesAt: new Date(Date.now() + hour) }),
      await challenge.phase({ closesAt: new Date(Date.now() - 3 * hour) }),
    ];
    const submit = async (phase: { slug: string }) => {
      const { viewer } = await challenge.member();
      const uploadId = await challenge.upload(viewer, new Date(Date.now()));
      const request = { uploadId, name: "a", description: "", method: {}, anonymous: false };
      return await createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: phase.slug }, request);
    };
    const received = new Date();
    vi.useFakeTimers({ toFake: ["Date"], now: received.getTime() - DAY_MS });
    await expect(submit(closed)).rejects.toMatchObject({ code: "phase-closed" });
    vi.useFakeTimers({ toFake: ["Date"], now: received.getTime() + DAY_MS });
    const { viewer } = await challenge.member();
    const uploadId = await challenge.upload(viewer, received); // by the database's clock, as uploads are
    const request = { uploadId, name: "a", description: "", method: {}, anonymous: false };
    await expect(
      createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: open.slug }, request),
    ).resolves.toHaveProperty("id");
  });
});
