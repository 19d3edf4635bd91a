import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createSubmission, databaseNow, readSubmission, type SubmissionView } from "@bodymark/challenge";
import { FINAL_STATES, type Limits, newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { type ObjectStore, type ObjectStoreSettings, openObjectStore } from "@bodymark/storage";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { buildTestImage, forEachCase } from "../fixtures/build-test-image.ts";
import { type FreshDatabase, freshDatabase } from "./fresh-database.ts";
import { boxes, encodeCase, SHAPE, SMALL_LIMITS } from "./sandbox.ts";
import { makeSmallChallenge, type SmallChallenge } from "./small-challenge.ts";
import { startWorkerProcess, type WorkerOptions, type WorkerProcess } from "./worker-process.ts";

export interface Handed {
  id: string;
  evaluationId: string;
}

/**
 * A platform without a portal: a database and an object store of its own, a challenge with small public cases, and
 * worker processes, each beside the engine that it is given.
 */
export class WorkerFleet {
  readonly db: Database;
  readonly challenge: SmallChallenge;
  readonly #folder: string;
  readonly #fresh: FreshDatabase;
  readonly #queue: WakeQueue;
  readonly #store: ObjectStore;
  readonly #cases: readonly string[];
  readonly #workers: WorkerProcess[] = [];

  private constructor(
    folder: string,
    fresh: FreshDatabase,
    db: Database,
    queue: WakeQueue,
    store: ObjectStore,
    challenge: SmallChallenge,
    cases: readonly string[],
  ) {
    this.#folder = folder;
    this.#fresh = fresh;
    this.db = db;
    this.#queue = queue;
    this.#store = store;
    this.challenge = challenge;
    this.#cases = cases;
  }

  /** `onQueueError`: for tests that take the database away themselves. */
  static async open(
    folder: string,
    caseCount: number,
    onQueueError: (error: unknown) => void = (error) => console.error(error),
    objects: ObjectStoreSettings = { kind: "disk", root: join(folder, "objects") },
  ): Promise<WorkerFleet> {
    await mkdir(folder, { recursive: true });
    const fresh = await freshDatabase();
    const db = openDatabase(fresh.url);
    const queue = await openQueue(fresh.url, { onError: onQueueError });
    const store = await openObjectStore(objects);
    const challenge = await makeSmallChallenge(db);
    const cases: string[] = [];
    for (let index = 0; index < caseCount; index++) cases.push(await makeCase(db, store, challenge.challengeId, index));
    return new WorkerFleet(folder, fresh, db, queue, store, challenge, cases);
  }

  /** Where a worker in the test's own process finds the database and the objects. */
  get databaseUrl(): string {
    return this.#fresh.url;
  }

  get objects(): string {
    return join(this.#folder, "objects");
  }

  /** A worker process; one of the same name after it is the same worker started again. */
  async startWorker(options: Pick<WorkerOptions, "name" | "dockerHost" | "leaseS">): Promise<WorkerProcess> {
    const worker = await startWorkerProcess({
      ...options,
      databaseUrl: this.#fresh.url,
      dataFolder: this.#folder,
      folder: join(this.#folder, options.name),
    });
    this.#workers.push(worker);
    return worker;
  }

  async phase(
    limits: Partial<Limits> = {},
    data: Parameters<SmallChallenge["phase"]>[0] = {},
  ): Promise<{ id: string; slug: string }> {
    const phase = await this.challenge.phase({
      caseVisibility: "public",
      limits: { ...SMALL_LIMITS, ...limits },
      ...data,
    });
    await this.db.phaseCase.createMany({
      data: this.#cases.map((caseId, i) => ({ phaseId: phase.id, caseId, position: i + 1 })),
    });
    return phase;
  }

  /** Builds an image that runs `lines` for each case and then answers it right, and hands it in as a new team. */
  async handIn(phase: { slug: string }, lines: string): Promise<Handed> {
    const archive = join(this.#folder, `${createHash("sha256").update(lines).digest("hex").slice(0, 16)}.tar`);
    const script = forEachCase(`${lines}\ncp "$input" "/workspace/outputs/$name"`);
    await buildTestImage({ script }, archive);
    const object = await put(this.#store, await readFile(archive));
    const { viewer } = await this.challenge.member();
    const uploadId = await this.challenge.upload(viewer);
    await this.db.upload.update({
      where: { id: uploadId },
      data: { objectKey: object.key, sha256: object.sha256, sizeBytes: BigInt(object.sizeBytes) },
    });
    const slugs = { challenge: this.challenge.slug, phase: phase.slug };
    const request = { uploadId, name: "Sleeper", description: "", method: {}, anonymous: false };
    const { id } = await createSubmission(this.db, this.#queue, viewer, slugs, request);
    const { id: evaluationId } = await this.db.evaluation.findFirstOrThrow({ where: { submissionId: id } });
    return { id, evaluationId };
  }

  read(id: string): Promise<SubmissionView> {
    return readSubmission(this.db, this.challenge.organizer, id);
  }

  /** Waits for a submission to be as `holds` says. */
  async until(id: string, holds: (view: SubmissionView) => boolean, limitMs = 60_000): Promise<SubmissionView> {
    let last: SubmissionView | undefined;
    const found = await waitUntil(
      async () => {
        last = await this.read(id);
        return holds(last) ? last : undefined;
      },
      limitMs,
      100,
    );
    if (found) return found;
    const logs = await Promise.all(this.#workers.map(async (w) => `${w.name}:\n${(await w.log()).slice(-4000)}`));
    throw new Error(`${id} is still ${last?.state} after ${limitMs} ms\n${logs.join("\n")}`);
  }

  ended(id: string, limitMs?: number): Promise<SubmissionView> {
    return this.until(id, (view) => FINAL_STATES.includes(view.state), limitMs);
  }

  /** Waits until at least one case is done and another one runs, and says which worker it is on. */
  async midCase(handed: Handed): Promise<string> {
    await this.until(
      handed.id,
      ({ cases }) => cases.some((c) => c.state === "done") && cases.some((c) => c.state === "running"),
    );
    return this.holder(handed);
  }

  /** Name of the worker that holds the evaluation, or held it last. */
  async holder({ evaluationId }: Handed): Promise<string> {
    const { worker } = await this.db.evaluation.findUniqueOrThrow({
      where: { id: evaluationId },
      include: { worker: true },
    });
    return worker?.name ?? "";
  }

  /** The database's clock. */
  async now(): Promise<Date> {
    return databaseNow(this.db);
  }

  async journal({ evaluationId }: Handed): Promise<string[]> {
    const rows = await this.db.journalEntry.findMany({ where: { evaluationId }, orderBy: { id: "asc" } });
    const workers = new Map((await this.db.worker.findMany()).map((w) => [w.id, w.name]));
    return rows.map((r) => [workers.get(r.workerId ?? "") ?? "-", r.ordinal ?? "-", r.stage, r.message].join(" | "));
  }

  /** Milliseconds, by the database's clock, from `since` to the first line of the journal that `pattern` fits. */
  async journalMs({ evaluationId }: Handed, since: Date, pattern: RegExp): Promise<number | null> {
    const rows = await this.db.journalEntry.findMany({
      where: { evaluationId, at: { gte: since } },
      orderBy: { id: "asc" },
    });
    const row = rows.find(({ message }) => pattern.test(message));
    return row ? row.at.getTime() - since.getTime() : null;
  }

  /** Seconds, by the database's clock, from the first start to the last end of these evaluations. */
  async spanS(handed: readonly Handed[]): Promise<number> {
    const rows = await this.db.evaluation.findMany({ where: { id: { in: handed.map((h) => h.evaluationId) } } });
    const startedMs = Math.min(...rows.map((r) => r.startedAt?.getTime() ?? Infinity));
    const finishedMs = Math.max(...rows.map((r) => r.finishedAt?.getTime() ?? Infinity));
    return Math.round((finishedMs - startedMs) / 100) / 10;
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.close();
    await this.#queue.close();
    this.#store.close();
    await this.db.$disconnect();
    await this.#fresh.drop();
  }
}

async function makeCase(db: Database, store: ObjectStore, challengeId: string, index: number): Promise<string> {
  const volume = encodeCase(boxes(index % 3));
  const object = await put(store, volume);
  const id = newId("case");
  await db.case.create({
    data: {
      id,
      challengeId,
      name: `case-${index}`,
      metadata: {},
      imageKey: object.key,
      imageSha256: object.sha256,
      sizeBytes: BigInt(object.sizeBytes),
      shape: [...SHAPE],
      spacingMm: [3, 3, 5],
      references: {
        create: {
          id: newId("caseRevision"),
          revision: 1,
          labelKey: object.key,
          labelSha256: object.sha256,
          present: [1, 2],
          notAnnotated: [],
        },
      },
    },
  });
  return id;
}

async function put(store: ObjectStore, bytes: Uint8Array): Promise<{ key: string; sha256: string; sizeBytes: number }> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const key = `files/sha256/${sha256}`;
  await store.put(key, bytes, { sha256 });
  return { key, sha256, sizeBytes: bytes.byteLength };
}
