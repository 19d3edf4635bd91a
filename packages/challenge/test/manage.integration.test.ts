import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { readZip } from "@bodymark/zip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  cancelRescore,
  cancelSubmission,
  compareBoards,
  createSubmission,
  DEFAULT_RULES,
  decideTeam,
  disqualifySubmission,
  exportPhase,
  listBoards,
  listEntered,
  listQueue,
  listTeams,
  markSubmission,
  publishBoard,
  publishPhase,
  readAudit,
  readLeaderboard,
  readOperations,
  readStale,
  readSubmission,
  rerunSubmission,
  rerunSubmissions,
  rescorePhase,
  restoreSubmission,
  type Viewer,
} from "../src/index.ts";

type Person = NonNullable<Viewer>;

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
});
afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

interface Scene {
  challenge: SmallChallenge;
  slugs: { challenge: string; phase: string };
  phaseId: string;
  caseIds: string[];
  editor: Person;
  reviewer: Person;
}

/** A challenge with a phase of two cases, an editor and a reviewer. */
async function scene(data: Parameters<SmallChallenge["phase"]>[0] = {}): Promise<Scene> {
  const challenge = await makeSmallChallenge(db);
  const phase = await challenge.phase(data);
  const [editor, reviewer] = [await makeUser(db), await makeUser(db)];
  const { challengeId } = challenge;
  await db.challengeOrganizer.createMany({
    data: [
      { challengeId, userId: editor.userId, role: "editor" },
      { challengeId, userId: reviewer.userId, role: "reviewer" },
    ],
  });
  const caseIds: string[] = [];
  for (const name of ["a", "b"]) {
    const id = newId("case");
    caseIds.push(id);
    await db.case.create({
      data: {
        ...{ id, challengeId, name, metadata: {}, imageKey: id, imageSha256: id, sizeBytes: 1n },
        ...{ shape: [1, 1, 1], spacingMm: [1, 1, 1] },
        references: {
          create: { id: newId("caseRevision"), revision: 1, labelKey: id, labelSha256: id, present: [1, 2] },
        },
      },
    });
    await db.phaseCase.create({ data: { phaseId: phase.id, caseId: id, position: caseIds.length } });
  }
  const slugs = { challenge: challenge.slug, phase: phase.slug };
  return { challenge, slugs, phaseId: phase.id, caseIds, editor, reviewer };
}

/** A submission with a result, as a worker leaves it. */
async function evaluated(
  { challenge, slugs, phaseId, caseIds }: Scene,
  dice: number,
  options: { kept?: boolean } = {},
) {
  const { viewer, teamId } = await challenge.member();
  const uploadId = await challenge.upload(viewer);
  const request = { uploadId, name: `algorithm ${dice}`, description: "", method: {}, anonymous: false };
  const { id } = await createSubmission(db, queue, viewer, slugs, request);
  const digest = `sha256:${id}`;
  await db.image.create({
    data: {
      ...{ digest, archiveSha256: id, objectKey: id, sizeBytes: 1n, expandedBytes: 1n },
      ...{ architecture: "amd64", accepted: {} },
    },
  });
  await db.submission.update({ where: { id }, data: { state: "done", imageDigest: digest, finishedAt: new Date() } });
  const { id: evaluationId } = await db.evaluation.findFirstOrThrow({ where: { submissionId: id } });
  await finish(evaluationId, caseIds, dice, options);
  await publishBoard(db, phaseId, "done");
  return { id, viewer, teamId, evaluationId };
}

/** A further submission of the same person, which waits. */
async function evaluatedAgain({ challenge, slugs }: Scene, viewer: Person): Promise<string> {
  const uploadId = await challenge.upload(viewer);
  const request = { uploadId, name: "waits", description: "", method: {}, anonymous: false };
  const { id } = await createSubmission(db, queue, viewer, slugs, request);
  await db.submission.update({ where: { id }, data: { state: "queued" } });
  return id;
}

async function finish(
  evaluationId: string,
  caseIds: readonly string[],
  dice: number,
  { kept = true, revision = 1 } = {},
) {
  const columns = { labels: [1, 2], dice: [dice, dice], nsd: [dice, dice], hd95Mm: [1, 1] };
  await db.evaluation.update({
    where: { id: evaluationId },
    data: { state: "done", finishedAt: new Date(), scorerVersion: "1", referenceRevision: revision, limits: {} },
  });
  await db.evaluationSummary.create({
    data: {
      ...{ evaluationId, meanDice: dice, meanNsd: dice, medianMs: 10, failedCases: 0, caseCount: 2 },
      ...{ ...columns, counts: [2, 2] },
    },
  });
  for (const [i, caseId] of caseIds.entries()) {
    await db.caseRun.create({
      data: {
        ...{ id: newId("caseRun"), evaluationId, caseId, ordinal: i + 1, state: "done", status: "ok", medianMs: 10 },
        ...(kept ? { predictionKey: "k", predictionSha256: "s" } : {}),
        score: {
          create: {
            ...{ ...columns, statuses: ["ok", "ok"], assdMm: [1, -1], scorerVersion: "1" },
            ...{ referenceVolumeMm3: [1, 1], predictionVolumeMm3: [1, 1] },
            ...{ definition: "surface-distance", referenceRevision: 1 },
          },
        },
      },
    });
  }
}

/** Does something that asks for confirmation, as shown; gives what was shown. */
async function confirmed<T>(
  work: (confirm?: string) => Promise<T>,
): Promise<{ shown: { submissions: number; consequences: string[] }; answer: T }> {
  const refusal = await work().then(
    () => {
      throw new Error("it asked for no confirmation");
    },
    (error: {
      code: string;
      details: { confirm: string; effects: [{ submissions: number; consequences: string[] }] };
    }) => error,
  );
  expect(refusal).toMatchObject({ code: "confirmation-needed" });
  return { shown: refusal.details.effects[0], answer: await work(refusal.details.confirm) };
}

const boardOf = async ({ slugs }: Scene) => (await readLeaderboard(db, null, slugs)).entries;
const actionsOf = async ({ slugs, reviewer }: Scene) =>
  (await readAudit(db, reviewer, slugs.challenge)).items.map(({ action }) => action);

describe("authorisation", () => {
  test("W1: for strangers nothing here exists, a submission's own team included; reviewers read, and change nothing", async () => {
    const here = await scene({ publication: "approval" });
    const { slugs, reviewer } = here;
    const { id, viewer, teamId } = await evaluated(here, 0.5);
    const reads = (who: Viewer) => [
      () => listTeams(db, who, slugs.challenge),
      () => listEntered(db, who, slugs.challenge),
      () => listBoards(db, who, slugs),
      () => exportPhase(db, who, slugs, "csv"),
    ];
    const changes = (who: Viewer) => [
      () => decideTeam(db, who, slugs.challenge, teamId, { decision: "refused" }),
      () => rerunSubmission(db, queue, who, id),
      () => rescorePhase(db, queue, who, slugs),
      () => disqualifySubmission(db, who, id, { reason: "because" }),
      () => restoreSubmission(db, who, id),
      () => markSubmission(db, who, id, { verified: true }),
      () => publishPhase(db, who, slugs),
    ];
    const other = await makeSmallChallenge(db);
    for (const stranger of [viewer, other.organizer, null]) {
      for (const call of [...reads(stranger), ...changes(stranger), () => compareBoards(db, stranger, slugs)])
        await expect(call()).rejects.toMatchObject({ code: "not-found" });
    }
    for (const call of changes(reviewer)) await expect(call()).rejects.toMatchObject({ code: "not-allowed" });
    for (const call of reads(reviewer)) await call();
  });
});

describe("teams", () => {
  test("that wait come first; approved they may submit, refused no longer, and their members are told", async () => {
    const here = await scene();
    const { challenge, slugs, editor, reviewer } = here;
    const waiting = await challenge.member();
    await challenge.member();
    await db.team.update({ where: { id: waiting.teamId }, data: { state: "pending" } });
    expect((await listTeams(db, reviewer, slugs.challenge))[0]).toMatchObject({
      ...{ id: waiting.teamId, state: "pending", submissions: 0 },
      members: [{ email: `${waiting.viewer.userId}@example.org` }],
    });
    const uploadId = await challenge.upload(waiting.viewer);
    const submit = () =>
      createSubmission(db, queue, waiting.viewer, slugs, {
        ...{ uploadId, name: "a", description: "", method: {}, anonymous: false },
      });
    await expect(submit()).rejects.toMatchObject({ code: "not-approved" });
    await decideTeam(db, editor, slugs.challenge, waiting.teamId, { decision: "approved" });
    await submit();
    const { shown } = await confirmed((confirm) =>
      decideTeam(db, editor, slugs.challenge, waiting.teamId, { decision: "refused", reason: "double entry", confirm }),
    );
    expect(shown).toMatchObject({
      submissions: 1,
      consequences: [expect.stringContaining("1 member"), expect.anything()],
    });
    await expect(submit()).rejects.toMatchObject({ code: "not-approved" });
    const told = await db.notification.findMany({ where: { userId: waiting.viewer.userId } });
    expect(told.map(({ title }) => title).sort()).toEqual([
      expect.stringMatching(/is admitted$/),
      expect.stringMatching(/was not admitted$/),
    ]);
    expect(await actionsOf(here)).toEqual(expect.arrayContaining(["team.approved", "team.refused"]));
  });
});

describe("a re-run", () => {
  test("is a further evaluation; the earlier one is kept, stays on the board, and the quota is not charged", async () => {
    const here = await scene({ quotaCount: 1 });
    const { id, viewer, evaluationId } = await evaluated(here, 0.5);
    const { answer } = await confirmed((confirm) => rerunSubmission(db, queue, here.editor, id, { confirm }));
    expect(answer.attempt).toBe(2);
    expect(await readSubmission(db, viewer, id)).toMatchObject({ state: "queued", evaluation: { attempt: 2 } });
    await publishBoard(db, here.phaseId, "meanwhile");
    expect(await boardOf(here)).toMatchObject([{ submission: id, dice: 0.5 }]);
    await expect(rerunSubmission(db, queue, here.editor, id)).rejects.toMatchObject({ code: "not-finished" });
    expect(await db.submission.count({ where: { charged: true, id } })).toBe(1);

    await finish(answer.evaluation, here.caseIds, 0.7);
    await db.submission.update({ where: { id }, data: { state: "done" } });
    await publishBoard(db, here.phaseId, "re-run");
    expect(await boardOf(here)).toMatchObject([{ submission: id, dice: 0.7 }]);
    expect(await db.evaluationSummary.findUnique({ where: { evaluationId } })).toMatchObject({ meanDice: 0.5 });
  });

  test("that is cancelled before it began leaves the earlier result standing, and charged as it was", async () => {
    const here = await scene();
    const { id, viewer } = await evaluated(here, 0.5);
    await confirmed((confirm) => rerunSubmission(db, queue, here.editor, id, { confirm }));
    await cancelSubmission(db, viewer, id);
    expect(await readSubmission(db, viewer, id)).toMatchObject({
      ...{ state: "done", failure: null, summary: { meanDice: 0.5 }, evaluation: { attempt: 1 } },
    });
    expect(await db.submission.findUnique({ where: { id } })).toMatchObject({ charged: true, cancelRequestedAt: null });
  });
});

describe("re-scoring a phase", () => {
  test("queues what has its predictions, names what needs a re-run, and the board waits for the last of them", async () => {
    const here = await scene();
    const { slugs, editor, phaseId, caseIds } = here;
    const [first, second] = [await evaluated(here, 0.5), await evaluated(here, 0.6)];
    const lost = await evaluated(here, 0.9, { kept: false });
    await db.phase.update({ where: { id: phaseId }, data: { revision: 2 } });
    const { shown, answer } = await confirmed((confirm) => rescorePhase(db, queue, editor, slugs, { confirm }));
    expect(shown.submissions).toBe(2);
    expect(shown.consequences.join(" ")).toMatch(/No container runs.*“algorithm 0.9”.*It needs a re-run/);
    expect(answer).toMatchObject({ referenceRevision: 2, needsRerun: [{ submission: lost.id }], underWay: [] });
    expect(answer.queued.map(({ submission }) => submission)).toEqual([first.id, second.id]);
    // Pages go on showing what there is.
    expect(await readSubmission(db, first.viewer, first.id)).toMatchObject({
      state: "done",
      summary: { meanDice: 0.5 },
    });
    await expect(rescorePhase(db, queue, editor, slugs)).rejects.toMatchObject({
      ...{ code: "not-finished", details: { underWay: [{ submission: first.id }, { submission: second.id }] } },
    });

    await finish(answer.queued[0]?.evaluation ?? "", caseIds, 0.8, { revision: 2 });
    await publishBoard(db, phaseId, "in the middle");
    expect((await boardOf(here)).map(({ dice }) => dice)).toEqual([0.9, 0.6, 0.5]);
    await finish(answer.queued[1]?.evaluation ?? "", caseIds, 0.7, { revision: 2 });
    await publishBoard(db, phaseId, "re-scored");
    expect((await boardOf(here)).map(({ dice }) => dice)).toEqual([0.9, 0.8, 0.7]);

    const { before, after, entries } = await compareBoards(db, here.reviewer, slugs, {
      before: 3,
      after: 5,
    });
    expect([before.referenceRevision, after.referenceRevision]).toEqual([1, 2]);
    expect(entries.map((e) => [e.submission, e.before?.rank, e.after?.rank, e.before?.dice, e.after?.dice])).toEqual([
      [lost.id, 1, 1, 0.9, 0.9],
      [first.id, 3, 2, 0.5, 0.8],
      [second.id, 2, 3, 0.6, 0.7],
    ]);
    // The board in the middle stood on the former reference still.
    expect((await compareBoards(db, here.reviewer, slugs)).before.number).toBe(4);
    expect((await listBoards(db, here.reviewer, slugs)).map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
    const listed = await listEntered(db, here.reviewer, slugs.challenge);
    expect(listed.items.map(({ id }) => id)).toEqual([lost.id, second.id, first.id]);
    expect(listed.items[2]?.evaluations).toMatchObject([
      { attempt: 1, kind: "run", state: "done" },
      { attempt: 2, kind: "rescore", state: "done" },
    ]);
  });

  test("may be of some submissions; one of another phase does not exist there", async () => {
    const [here, there] = [await scene(), await scene()];
    const [mine, other, elsewhere] = [
      await evaluated(here, 0.5),
      await evaluated(here, 0.6),
      await evaluated(there, 0.6),
    ];
    const rescore = (submissions: string[], confirm?: string) =>
      rescorePhase(db, queue, here.editor, here.slugs, { submissions, confirm });
    await expect(rescore([mine.id, elsewhere.id])).rejects.toMatchObject({ code: "not-found" });
    const { answer } = await confirmed((confirm) => rescore([mine.id], confirm));
    expect(answer.queued).toMatchObject([{ submission: mine.id }]);
    expect(await db.evaluation.count({ where: { submissionId: other.id } })).toBe(1);
  });
});

describe("a re-scoring that waits", () => {
  test("is in the organizers' queue with place and estimate, in the operators' too, and in the forecast of what comes after", async () => {
    const here = await scene();
    const { slugs, editor, reviewer } = here;
    const { id, viewer } = await evaluated(here, 0.5);
    await db.worker.create({
      data: {
        ...{ id: newId("worker"), name: "w", host: "h" },
        capabilities: { cores: 64, memoryBytes: 2 ** 40, shmBytes: 2 ** 40, gpus: [], sandbox: "userns" },
      },
    });
    await confirmed((confirm) => rescorePhase(db, queue, editor, slugs, { submissions: [id], confirm }));
    const later = await evaluatedAgain(here, viewer);
    const { items, workers } = await listQueue(db, reviewer, slugs.challenge);
    expect(workers.taking).toBeGreaterThan(0);
    expect(items).toMatchObject([
      { submission: id, kind: "rescore", state: "queued", attempt: 2, faults: 0, reason: null, stopping: false },
      { submission: later, kind: "run", state: "queued" },
    ]);
    expect(items[1]?.position).toBeGreaterThan(items[0]?.position ?? 0);
    const operations = await readOperations(db, { userId: editor.userId, role: "operator" });
    expect(operations.queue.find(({ submission }) => submission === id)).toMatchObject({
      kind: "rescore",
      reason: null,
    });
    await expect(listQueue(db, viewer, slugs.challenge)).rejects.toMatchObject({ code: "not-found" });
    await cancelSubmission(db, viewer, later);
    await db.worker.deleteMany({});
  });

  test("can be cancelled, one or all; earlier results stand, what is through counts, and it can be asked for again", async () => {
    const here = await scene();
    const { slugs, editor, caseIds } = here;
    const [first, second, third] = [await evaluated(here, 0.5), await evaluated(here, 0.6), await evaluated(here, 0.7)];
    await db.phase.update({ where: { id: here.phaseId }, data: { revision: 2 } });
    const { answer } = await confirmed((confirm) =>
      rescorePhase(db, queue, editor, slugs, { outdated: true, confirm }),
    );
    expect(answer.queued).toHaveLength(3);
    await expect(cancelRescore(db, here.reviewer, slugs)).rejects.toMatchObject({ code: "not-allowed" });
    expect(await cancelRescore(db, editor, slugs, { submissions: [third.id] })).toEqual({
      ...{ cancelled: [third.id], stopping: [] },
    });
    await finish(answer.queued[0]?.evaluation ?? "", caseIds, 0.9, { revision: 2 });
    await db.evaluation.update({ where: { id: answer.queued[1]?.evaluation ?? "" }, data: { state: "running" } });
    expect(await cancelRescore(db, editor, slugs)).toEqual({ cancelled: [], stopping: [second.id] });
    expect((await listQueue(db, editor, slugs.challenge)).items).toMatchObject([
      { submission: second.id, stopping: true },
    ]);
    await db.evaluation.update({
      where: { id: answer.queued[1]?.evaluation ?? "" },
      data: { state: "cancelled", finishedAt: new Date() },
    });
    await publishBoard(db, here.phaseId, "what is through");
    const board = await readLeaderboard(db, editor, slugs);
    expect(board).toMatchObject({ referenceRevision: 2, outdatedEntries: 2 });
    expect(board.entries.map((e) => [e.submission, e.dice, e.referenceRevision])).toEqual([
      [first.id, 0.9, 2],
      [third.id, 0.7, 1],
      [second.id, 0.6, 1],
    ]);
    await expect(cancelRescore(db, editor, slugs)).rejects.toMatchObject({ code: "already-final" });
    expect(await readStale(db, here.reviewer, slugs.challenge)).toMatchObject([
      { phase: { slug: slugs.phase }, referenceRevision: 2, outdated: 2, results: 3, underWay: 0 },
    ]);
    const again = await confirmed((confirm) => rescorePhase(db, queue, editor, slugs, { outdated: true, confirm }));
    expect(again.answer.queued.map(({ submission }) => submission)).toEqual([second.id, third.id]);
    await cancelRescore(db, editor, slugs);
    expect(await actionsOf(here)).toContain("phase.rescore-cancelled");
  });
});

describe("re-running several", () => {
  test("says how many and what before, takes what a platform fault failed or what is named, and leaves out what is under way", async () => {
    const here = await scene();
    const { slugs, editor } = here;
    const [broken, done, failed] = [await evaluated(here, 0.5), await evaluated(here, 0.6), await evaluated(here, 0.7)];
    const fail = (id: string, failureCode: string) =>
      db.submission.update({ where: { id }, data: { state: "failed", failureCode } });
    await fail(broken.id, "platform-fault");
    await fail(failed.id, "timeout");
    const { shown, answer } = await confirmed((confirm) =>
      rerunSubmissions(db, queue, editor, slugs, { which: "platform-faults", confirm }),
    );
    expect(shown.submissions).toBe(1);
    expect(shown.consequences[0]).toMatch(/1 submission of .*, of 1 team, is run again on 2 cases each: 2 case runs/);
    expect(answer.queued).toMatchObject([{ submission: broken.id, attempt: 2 }]);
    expect(await db.submission.findUnique({ where: { id: broken.id } })).toMatchObject({
      state: "queued",
      failureCode: null,
    });

    const named = await confirmed((confirm) =>
      rerunSubmissions(db, queue, editor, slugs, { which: [done.id, broken.id, done.id], confirm }),
    );
    expect(named.answer).toMatchObject({ queued: [{ submission: done.id }], leftOut: [{ submission: broken.id }] });
    await confirmed((confirm) => disqualifySubmission(db, editor, failed.id, { reason: "a copy", confirm }));
    await expect(rerunSubmissions(db, queue, editor, slugs, { which: "all" })).rejects.toMatchObject({
      ...{ code: "not-finished", details: { leftOut: [{}, {}, { why: "it is disqualified" }] } },
    });
    const elsewhere = await evaluated(await scene(), 0.5);
    await expect(rerunSubmissions(db, queue, editor, slugs, { which: [elsewhere.id] })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(rerunSubmissions(db, queue, here.reviewer, slugs, { which: "all" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("a board under another scheme than its own", () => {
  test("is ordered by the same code, and says that it is not the official one; what the data lack is refused", async () => {
    const here = await scene({ caseVisibility: "public" });
    const { slugs } = here;
    const [low, high] = [await evaluated(here, 0.5), await evaluated(here, 0.8)];
    const own = await readLeaderboard(db, null, slugs);
    expect(own).toMatchObject({ official: true, scheme: "mean-then-rank" });
    expect(own.schemes).toEqual([
      "mean-then-rank",
      "median-then-rank",
      "rank-then-mean",
      "rank-then-median",
      "test-based",
    ]);
    for (const scheme of own.schemes.slice(1)) {
      const board = await readLeaderboard(db, null, { ...slugs, scheme });
      expect(board).toMatchObject({ scheme, official: false, officialScheme: "mean-then-rank", schemeHash: null });
      expect(board.entries.map((e) => e.submission)).toEqual(
        scheme === "test-based" ? expect.anything() : [high.id, low.id],
      );
    }
    const refused = (scheme: string) => readLeaderboard(db, null, { ...slugs, scheme });
    await expect(refused("flare-22")).rejects.toMatchObject({ code: "scheme-unsupported", message: /GPU memory/ });
    await expect(refused("nonsense")).rejects.toMatchObject({ code: "unknown-scheme", message: /test-based/ });
  });

  test("while a hidden phase is open rests on rounded means alone; organizers read it whole", async () => {
    const here = await scene();
    const { slugs, editor } = here;
    await db.phase.update({
      where: { id: here.phaseId },
      data: { scheme: { ...DEFAULT_RULES, scheme: "median-then-rank" } },
    });
    const [a, b] = [await evaluated(here, 0.50001), await evaluated(here, 0.50004)];
    expect((await readLeaderboard(db, null, slugs)).schemes).toEqual(["median-then-rank", "mean-then-rank"]);
    const means = await readLeaderboard(db, null, { ...slugs, scheme: "mean-then-rank" });
    expect(means.entries.map((e) => [e.submission, e.rank, e.dice])).toEqual([
      [a.id, 1, 0.5],
      [b.id, 1, 0.5],
    ]);
    await expect(readLeaderboard(db, null, { ...slugs, scheme: "rank-then-mean" })).rejects.toMatchObject({
      ...{ code: "scheme-unsupported", message: /single cases.*hidden phase is open/ },
    });
    const whole = await readLeaderboard(db, editor, { ...slugs, scheme: "rank-then-mean" });
    expect(whole.entries.map((e) => [e.submission, e.rank])).toEqual([
      [b.id, 1],
      [a.id, 2],
    ]);
  });
});

describe("judging a submission", () => {
  test("disqualified with a reason it leaves the board and its team reads why; restored it is back", async () => {
    const here = await scene();
    const { editor } = here;
    const { id, viewer } = await evaluated(here, 0.5);
    await expect(disqualifySubmission(db, editor, id, { reason: " " })).rejects.toMatchObject({
      code: "invalid-input",
    });
    await confirmed((confirm) => disqualifySubmission(db, editor, id, { reason: "trained on test data", confirm }));
    expect(await boardOf(here)).toEqual([]);
    expect(await db.notification.findFirst({ where: { userId: viewer.userId } })).toMatchObject({
      body: expect.stringContaining("trained on test data"),
    });
    expect((await listEntered(db, editor, here.slugs.challenge)).items[0]?.disqualified?.reason).toMatch(/test data/);
    await restoreSubmission(db, editor, id);
    expect(await boardOf(here)).toMatchObject([{ submission: id }]);
    await expect(restoreSubmission(db, editor, id)).rejects.toMatchObject({ code: "already-final" });
    expect((await actionsOf(here)).slice(0, 2)).toEqual(["submission.restored", "submission.disqualified"]);
  });

  test("a mark as baseline or verified is on the board at once", async () => {
    const here = await scene();
    const { id } = await evaluated(here, 0.5);
    expect(await markSubmission(db, here.editor, id, { baseline: true })).toEqual({ baseline: true, verified: false });
    await markSubmission(db, here.editor, id, { verified: true });
    expect(await boardOf(here)).toMatchObject([{ submission: id, baseline: true, verified: true }]);
  });
});

describe("publishing", () => {
  test("shows everybody a board that was held for approval, once it is confirmed", async () => {
    const here = await scene({ publication: "approval" });
    const { id } = await evaluated(here, 0.5);
    expect(await boardOf(here)).toEqual([]);
    const { shown } = await confirmed((confirm) => publishPhase(db, here.editor, here.slugs, { confirm }));
    expect(shown.submissions).toBe(1);
    expect(await boardOf(here)).toMatchObject([{ submission: id }]);
    await expect(publishPhase(db, here.editor, here.slugs)).rejects.toMatchObject({ code: "already-final" });
  });
});

describe("an export", () => {
  test("holds each score of each submission, case, structure and metric, as CSV, JSON and zip", async () => {
    const here = await scene();
    const { id } = await evaluated(here, 0.5);
    const read = async (format: "csv" | "json" | "zip") => {
      const { content } = await exportPhase(db, here.reviewer, here.slugs, format);
      const parts: Buffer[] = [];
      for await (const part of content) parts.push(Buffer.from(part as string));
      return Buffer.concat(parts);
    };
    const csv = (await read("csv")).toString().split("\r\n");
    expect(csv[0]).toBe("submission,case,structure,metric,value");
    expect(csv).toHaveLength(1 + 2 * 2 * 4 + 1);
    expect(csv).toContain(`${id},a,liver,dice,0.5`);
    expect(csv).toContain(`${id},b,aorta,assd,`);
    expect(JSON.parse((await read("json")).toString())).toMatchObject({
      schema: "bodymark.export/1",
      submissions: [{ submission: id, summary: { meanDice: 0.5 }, cases: [{ case: "a" }, { case: "b" }] }],
    });
    const files = readZip(await read("zip"));
    expect([...files.keys()]).toEqual(["submissions.csv", "cases.csv", "scores.csv", "export.json"]);
    expect(Buffer.from(files.get("scores.csv") ?? []).toString()).toBe(csv.join("\r\n"));
    expect(await actionsOf(here)).toContain("phase.exported");
  });
});
