import {
  addUse,
  applyDocument,
  cancelSubmission,
  createSubmission,
  editChallenge,
  listQueue,
  readAllCosts,
  readAudit,
  readChallenge,
  readCosts,
  readSubmission,
  tellBudgets,
  writeCostsCsv,
} from "@bodymark/challenge";
import type { ChallengeDocument } from "@bodymark/challenge-file";
import { type ContainerUse, capabilitiesSchema, newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../tests/support/small-challenge.ts";
import { type Claimant, claimEvaluation } from "../src/worker/claim-evaluation.ts";
import { LEASE_S } from "../src/worker/defaults.ts";
import { handBack } from "../src/worker/hand-back.ts";
import type { Claim } from "../src/worker/lease.ts";
import { registerWorker } from "../src/worker/register-worker.ts";

const HOUR_MS = 3_600_000;
const GIB = 1024 ** 3;

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let worker: Claimant;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  const capabilities = capabilitiesSchema.parse({ cores: 8, memoryBytes: 16 * GIB, sandboxes: ["userns"] });
  const entry = { name: "one", capabilities: { ...capabilities }, missingControls: [], fingerprint: null };
  worker = { workerId: await registerWorker(db, entry), capabilities, leaseS: LEASE_S };
});
// Nothing waits for the next test.
afterEach(async () => {
  await db.evaluation.updateMany({
    where: { state: { in: ["queued", "running"] } },
    data: { state: "cancelled", leaseUntil: null },
  });
});
afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

interface Handed {
  submission: string;
  evaluation: string;
  teamId: string;
  viewer: Awaited<ReturnType<SmallChallenge["member"]>>["viewer"];
}

/** Submissions that have passed their check, each of a team of its own. */
async function handIn(challenge: SmallChallenge, phase: { slug: string }, count: number): Promise<Handed[]> {
  const handed: Handed[] = [];
  for (let i = 0; i < count; i++) {
    const { viewer, teamId } = await challenge.member();
    const uploadId = await challenge.upload(viewer);
    const request = { uploadId, name: `a${i}`, description: "", method: {}, anonymous: false };
    const { id } = await createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: phase.slug }, request);
    await db.submission.update({ where: { id }, data: { state: "queued" } });
    const { id: evaluation } = await db.evaluation.findFirstOrThrow({ where: { submissionId: id } });
    handed.push({ submission: id, evaluation, teamId, viewer });
  }
  return handed;
}

/** Core-hours of one container. */
const hours = (coreHours: number, more: Partial<ContainerUse> = {}): ContainerUse => ({
  ...{ outcome: "ok", containerMs: (coreHours * HOUR_MS) / 2, gpus: 0, cores: 2, cpuMs: (coreHours * HOUR_MS) / 4 },
  ...more,
});
const use = (evaluation: string, ...uses: ContainerUse[]) => db.$transaction((tx) => addUse(tx, evaluation, uses));

async function setBudget(challenge: SmallChallenge, amount: number | null): Promise<void> {
  const budget = amount === null ? null : { amount, unit: "core-hours" as const };
  await editChallenge(db, challenge.organizer, challenge.slug, { costs: { budget } });
}

/** Ends an evaluation as done, for as long as only its state matters. */
const finish = (evaluation: string) =>
  db.evaluation.update({
    where: { id: evaluation },
    data: { state: "done", finishedAt: new Date(), leaseUntil: null },
  });
const claim = (): Promise<Claim | null> => claimEvaluation(db, worker, "run");
async function claimAll(workers: number): Promise<string[]> {
  const claims = await Promise.all(Array.from({ length: workers }, claim));
  return claims.flatMap((one) => one?.evaluationId ?? []);
}
describe("the costs of a challenge", () => {
  test("are the known figures of its containers, by phase and team, with re-runs apart, for its organizers alone", async () => {
    const challenge = await makeSmallChallenge(db);
    const [first, second] = [await challenge.phase(), await challenge.phase()];
    const [a, b] = await handIn(challenge, first, 2);
    const [c] = await handIn(challenge, second, 1);
    if (!a || !b || !c) throw new Error("nothing handed in");
    await use(a.evaluation, hours(1, { outcome: "warm-up" }), hours(2), hours(2));
    await use(a.evaluation, hours(3), hours(1, { outcome: "failed" }));
    await use(b.evaluation, hours(1, { outcome: "cancelled", cpuMs: null }), hours(1, { outcome: "platform-fault" }));
    await use(c.evaluation, hours(4, { gpus: 2 }));
    const again = newId("evaluation");
    await db.evaluation.create({ data: { id: again, submissionId: a.submission, attempt: 2 } });
    await use(again, hours(10));
    await db.evaluation.update({ where: { id: a.evaluation }, data: { keptBytes: 5_000 } });
    await editChallenge(db, challenge.organizer, challenge.slug, {
      costs: { prices: { currency: "EUR", coreHour: 0.5, gpuHour: 2, gbMonth: 1 } },
    });

    const costs = await readCosts(db, challenge.organizer, challenge.slug);
    expect(costs.total.use).toMatchObject({ runs: 9, coreHours: 25, gpuHours: 4, cpuUnread: 1 });
    expect(costs.total.use.cpuHours).toBeCloseTo(6);
    expect(costs.total.money).toBeCloseTo(25 * 0.5 + 4 * 2);
    expect(costs.total.use.outcomes["platform-fault"]).toMatchObject({ runs: 1, coreHours: 1 });
    expect(costs.phases.map(({ slug, use: used }) => [slug, used.coreHours, used.gpuHours])).toEqual([
      [first.slug, 21, 0],
      [second.slug, 4, 4],
    ]);
    expect(costs.reruns.use).toMatchObject({ runs: 1, coreHours: 10 });
    const teams = new Map(costs.teams.map((team) => [team.id, team]));
    expect(teams.get(a.teamId)?.use).toMatchObject({ runs: 5, coreHours: 9 });
    expect(teams.get(b.teamId)?.use.outcomes.cancelled).toMatchObject({ runs: 1, coreHours: 1, cpuHours: 0 });
    // All uploads of this test are one archive of one byte: once in the total, whole for each team.
    expect(costs.total.storage).toMatchObject({ imageBytes: 1, predictionBytes: 5_000, bytes: 5_001 });
    expect(teams.get(c.teamId)?.storage).toMatchObject({ imageBytes: 1, bytes: 1 });

    const csv = writeCostsCsv(costs).trim().split("\r\n");
    expect(csv[0]).toContain("reserved_core_hours,cpu_hours_measured");
    expect(csv[1]?.startsWith("total,,,9,4,25,")).toBe(true);
    expect(csv.at(-1)?.startsWith("reruns,,,1,0,10,")).toBe(true);

    const operator = await makeUser(db, "operator");
    const mine = (await readAllCosts(db, operator)).find(({ slug }) => slug === challenge.slug);
    expect(mine).toMatchObject({ runs: 9, coreHours: 25, gpuHours: 4, faultCoreHours: 1, keptPredictionBytes: 5_000 });

    const reviewer = await makeUser(db);
    const { challengeId } = challenge;
    await db.challengeOrganizer.create({ data: { challengeId, userId: reviewer.userId, role: "reviewer" } });
    expect((await readCosts(db, reviewer, challenge.slug)).total.use.runs).toBe(9);
    await expect(editChallenge(db, reviewer, challenge.slug, { costs: { budget: null } })).rejects.toMatchObject({
      code: "not-allowed",
    });
    for (const stranger of [null, a.viewer, await makeUser(db, "organizer")]) {
      await expect(readCosts(db, stranger, challenge.slug)).rejects.toMatchObject({ code: "not-found" });
      await expect(readAllCosts(db, stranger)).rejects.toMatchObject({ code: "not-found" });
    }
  });

  test("of a worker that died count what its container used until the lease ran out, once", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    await handIn(challenge, phase, 1);
    const first = await claim();
    if (!first) throw new Error("nothing to claim");
    const caseId = newId("case");
    await db.case.create({
      data: {
        ...{ id: caseId, challengeId: challenge.challengeId, name: "c", metadata: {}, imageKey: "k", imageSha256: "s" },
        ...{ sizeBytes: 1n, shape: [1, 1, 1], spacingMm: [1, 1, 1] },
      },
    });
    const run = { id: newId("caseRun"), evaluationId: first.evaluationId, caseId, ordinal: 1, state: "running" };
    await db.caseRun.create({ data: { ...run, startedAt: new Date() } });
    const expire = () => db.$executeRaw`
      update "Evaluation" set "leaseUntil" = now() - interval '10 seconds' where id = ${first.evaluationId}`;
    await db.$executeRaw`update "CaseRun" set "startedAt" = now() - interval '70 seconds' where id = ${run.id}`;
    await expire();
    const second = await claim();
    expect(second?.evaluationId).toBe(first.evaluationId);
    await expire();
    const third = await claim();
    if (!third) throw new Error("nothing to claim");
    const { total } = await readCosts(db, challenge.organizer, challenge.slug);
    const lost = total.use.outcomes["platform-fault"];
    expect(lost).toMatchObject({ runs: 1, cpuUnread: 1 });
    expect(lost.coreHours * 3600).toBeCloseTo(2 * 60, 0);
    expect((await db.caseRun.findUniqueOrThrow({ where: { id: run.id } })).state).toBe("waiting");
  });
});

describe("a budget", () => {
  test("that is used up lets no new evaluation begin, and says so; raised, they go on by themselves", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase({ quotaCount: 5 });
    const handed = await handIn(challenge, phase, 4);
    const [running] = await claimAll(1);
    if (!running) throw new Error("nothing to claim");
    await setBudget(challenge, 10);
    await use(running, hours(10));
    expect(await claimAll(8)).toEqual([]);

    const waiting = handed.filter(({ evaluation }) => evaluation !== running);
    const [one] = waiting;
    if (!one) throw new Error("nothing waits");
    const view = await readSubmission(db, one.viewer, one.submission);
    expect(view.state).toBe("queued");
    expect(view.queue?.reason).toContain("budget for evaluations is used up");
    expect(view.queue?.estimateS).toBeNull();
    expect(JSON.stringify(view)).not.toMatch(/core-hours|"amount"/);
    expect(JSON.stringify(await readChallenge(db, one.viewer, challenge.slug))).not.toContain("budget");
    const { items } = await listQueue(db, challenge.organizer, challenge.slug);
    expect(items.filter(({ reason }) => reason?.includes("budget"))).toHaveLength(3);

    // What has begun goes on: handed back by a worker that shuts down, it is taken again.
    const { fence, workerId } = await db.evaluation.findUniqueOrThrow({ where: { id: running } });
    const held = { evaluationId: running, submissionId: handed[0]?.submission ?? "", workerId: workerId ?? "", fence };
    await handBack(db, { ...held, faults: 0, leaseS: LEASE_S }, null);
    expect(await claimAll(3)).toEqual([running]);
    await finish(running);

    // Cancelled while it waits, it is not charged.
    await cancelSubmission(db, one.viewer, one.submission);
    expect(await db.submission.findUniqueOrThrow({ where: { id: one.submission } })).toMatchObject({
      state: "cancelled",
      charged: false,
    });

    await setBudget(challenge, 1000);
    const begun = await claimAll(8);
    expect(begun.sort()).toEqual(
      waiting
        .slice(1)
        .map(({ evaluation }) => evaluation)
        .sort(),
    );
  });

  test("nearly used up is not run far past, however many workers claim at once", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    const [measured] = await handIn(challenge, phase, 1);
    if (!measured) throw new Error("nothing handed in");
    await claimAll(1);
    await use(measured.evaluation, hours(3));
    await finish(measured.evaluation);
    await handIn(challenge, phase, 12);
    await setBudget(challenge, 10);
    // 7 core-hours are left and an evaluation takes 3: the third one may reach the end, a fourth would begin beyond it.
    const begun = await claimAll(12);
    expect(begun).toHaveLength(3);
    expect(await claimAll(12)).toEqual([]);
    const [first, ...others] = begun;
    if (!first) throw new Error("nothing begun");
    // It took less than foreseen, so that the mean is 1.75 and 3.5 are used: two that run, and two more.
    await use(first, hours(0.5));
    await finish(first);
    expect(await claimAll(12)).toHaveLength(2);
    for (const id of others) {
      await use(id, hours(6));
      await finish(id);
    }
    expect(await claimAll(12)).toEqual([]);
  });

  test("of one challenge does not hold another's queue, nor its own re-scorings and checks", async () => {
    const [poor, rich] = [await makeSmallChallenge(db), await makeSmallChallenge(db)];
    const phase = await poor.phase();
    const [spent, waits] = await handIn(poor, phase, 2);
    if (!spent || !waits) throw new Error("nothing handed in");
    await setBudget(poor, 1);
    await claimAll(1);
    await use(spent.evaluation, hours(2));
    await finish(spent.evaluation);
    const [other] = await handIn(rich, await rich.phase(), 1);
    const rescoring = newId("evaluation");
    await db.evaluation.create({
      data: { id: rescoring, submissionId: spent.submission, attempt: 2, kind: "rescore" },
    });
    expect((await claimAll(4)).sort()).toEqual([other?.evaluation, rescoring].sort());
    await db.submission.update({ where: { id: waits.submission }, data: { state: "checking" } });
    expect((await claimEvaluation(db, worker, "check"))?.evaluationId).toBe(waits.evaluation);
  });

  test("tells owners and editors at 70, 90 and 100 %, each once for each budget, by mail and in the portal", async () => {
    const challenge = await makeSmallChallenge(db);
    const phase = await challenge.phase();
    const [editor, reviewer] = [await makeUser(db), await makeUser(db)];
    const { challengeId } = challenge;
    await db.challengeOrganizer.createMany({
      data: [
        { challengeId, userId: editor.userId, role: "editor" },
        { challengeId, userId: reviewer.userId, role: "reviewer" },
      ],
    });
    const [one] = await handIn(challenge, phase, 1);
    if (!one) throw new Error("nothing handed in");
    await setBudget(challenge, 10);
    const look = () => Promise.all(Array.from({ length: 4 }, () => tellBudgets(db)));
    const told = async (userId: string) => {
      const where = { userId, kind: "budget" };
      const [notes, mails] = [await db.notification.findMany({ where }), await db.mail.findMany({ where })];
      expect(mails.map(({ subject }) => subject).sort()).toEqual(notes.map(({ title }) => title).sort());
      return notes.map(({ title }) => Number(/(\d+) %/.exec(title)?.[1])).sort((a, b) => a - b);
    };
    await look();
    expect(await told(editor.userId)).toEqual([]);
    await use(one.evaluation, hours(7.5));
    await look();
    await look();
    expect(await told(editor.userId)).toEqual([70]);
    await use(one.evaluation, hours(3));
    await look();
    for (const { userId } of [editor, challenge.organizer]) expect(await told(userId)).toEqual([70, 90, 100]);
    expect(await told(reviewer.userId)).toEqual([]);
    // A new budget is another one: what it has reached is told at once, and the old one is never told again.
    await setBudget(challenge, 14);
    expect(await told(editor.userId)).toEqual([70, 70, 90, 100]);
    await setBudget(challenge, 10);
    await look();
    expect(await told(editor.userId)).toEqual([70, 70, 90, 100]);
  });

  test("belongs to the challenge's definition: applied, exported, audited, and kept by a document that does not name it", async () => {
    const challenge = await makeSmallChallenge(db);
    await challenge.phase();
    const { organizer, slug } = challenge;
    const costs = {
      prices: { currency: "CHF", gpuHour: 2.5, coreHour: null, gbMonth: 0.02 },
      budget: { amount: 500, unit: "money" as const },
    };
    await editChallenge(db, organizer, slug, { costs });
    let exported: ChallengeDocument | null = null;
    const apply = (make: (current: ChallengeDocument | null) => unknown) =>
      applyDocument(db, organizer, slug, (current) => {
        exported = current;
        return make(current);
      });
    expect((await apply((current) => current)).changes).toEqual([]);
    expect(exported).toMatchObject({ costs, phases: [{ keptPredictionBytes: 100 * GIB }] });
    const { changes } = await apply((current) => ({ ...current, costs: undefined, title: "Renamed" }));
    expect(changes.map(({ path }) => path)).toEqual(["title"]);
    expect((await apply((current) => ({ ...current, costs: { ...costs, budget: null } }))).changes).toMatchObject([
      { path: "costs.budget", before: costs.budget, after: null },
    ]);
    const lines = await readAudit(db, organizer, slug);
    expect(JSON.stringify(lines)).toContain("costs.budget");
    await expect(
      editChallenge(db, organizer, slug, { costs: { budget: { amount: 5, unit: "money" } } }),
    ).rejects.toThrow(/price per GPU hour or core-hour/);
  });
});
