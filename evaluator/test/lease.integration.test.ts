import { createSubmission } from "@bodymark/challenge";
import { type Capabilities, capabilitiesSchema } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../tests/support/small-challenge.ts";
import { type Claimant, claimEvaluation } from "../src/worker/claim-evaluation.ts";
import { LEASE_S, MAX_FAULTS } from "../src/worker/defaults.ts";
import { endEvaluation } from "../src/worker/end-evaluation.ts";
import { handBack } from "../src/worker/hand-back.ts";
import type { Claim } from "../src/worker/lease.ts";
import { registerWorker } from "../src/worker/register-worker.ts";
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

/** Checked submissions that wait for a run, oldest first. */
async function queueSubmissions(challenge: SmallChallenge, count: number): Promise<string[]> {
  const phase = await challenge.phase();
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { viewer } = await challenge.member();
    const uploadId = await challenge.upload(viewer);
    const request = { uploadId, name: `a${i}`, description: "", method: {}, anonymous: false };
    const { id } = await createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: phase.slug }, request);
    ids.push(id);
  }
  await db.submission.updateMany({ where: { id: { in: ids } }, data: { state: "queued" } });
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
