import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { startSecondEngine, whyNoSecondEngine } from "../support/second-engine.ts";
import { type Handed, WorkerFleet } from "../support/worker-fleet.ts";
import type { WorkerProcess } from "../support/worker-process.ts";

const CASES = 3;
const CASE_S = 2;
const SHORT_LEASE_S = 5;
const able =
  process.env.DOCKER_HOST?.startsWith("unix://") && whyNoSecondEngine() === null && (await findBusybox()) !== null;

/** Rows I1, I5 and I6 of the threats: each worker is a process of its own beside an engine of its own. */
describe.skipIf(!able)("two workers on separate engines, which needs root, Linux and a static busybox", () => {
  let folder: string;
  let second: Awaited<ReturnType<typeof startSecondEngine>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-fleet-"));
    second = await startSecondEngine(join(folder, "engine"));
  });

  afterAll(async () => {
    await second?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  type Name = "one" | "two";
  interface Beside {
    worker: WorkerProcess;
    engine: string;
  }
  interface Scene {
    fleet: WorkerFleet;
    handed: Handed;
    /** The one that runs the submission, in the middle of a case. */
    busy: Beside;
    other: Beside;
  }

  /** A fleet of two workers, each beside its engine; one that has ended is started again. */
  class Pair {
    readonly fleet: WorkerFleet;
    readonly #workers = new Map<Name, WorkerProcess>();
    readonly #leaseS: number | undefined;

    constructor(fleet: WorkerFleet, leaseS?: number) {
      this.fleet = fleet;
      this.#leaseS = leaseS;
    }

    async beside(name: Name): Promise<Beside> {
      const engine = name === "one" ? (process.env.DOCKER_HOST ?? "") : second.host;
      let worker = this.#workers.get(name);
      if (!worker || worker.hasEnded()) {
        const lease = this.#leaseS === undefined ? {} : { leaseS: this.#leaseS };
        worker = await this.fleet.startWorker({ name, dockerHost: engine, ...lease });
        this.#workers.set(name, worker);
      }
      return { worker, engine };
    }

    /** Hands in a submission and waits until one of its cases is done and a container of another one runs. */
    async midCase(title: string): Promise<Scene> {
      const workers = { one: await this.beside("one"), two: await this.beside("two") };
      const handed = await this.fleet.handIn(await this.fleet.phase(), `sleep ${CASE_S} # ${title}`);
      const holder = (await this.fleet.midCase(handed)) as Name;
      const busy = workers[holder];
      const runs = async () => ((await containers(busy.engine, handed, "running")).length > 0 ? true : undefined);
      if (!(await waitUntil(runs, 10_000))) throw new Error("no container runs in the middle of a case");
      return { fleet: this.fleet, handed, busy, other: workers[holder === "one" ? "two" : "one"] };
    }
  }

  /** Ids of the submission's containers in an engine, in whatever state unless one is named. */
  async function containers(host: string, { evaluationId }: Handed, status?: string): Promise<string[]> {
    const docker = new Docker({ socketPath: host.replace("unix://", "") });
    const filters = { label: [`bodymark.evaluation=${evaluationId}`], ...(status ? { status: [status] } : {}) };
    return (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
  }

  /** The instant at which the busy engine has no container of the submission, or none in that state. */
  async function gone({ busy, handed }: Scene, limitMs: number, status?: string): Promise<number> {
    const none = async () =>
      (await containers(busy.engine, handed, status)).length === 0 ? performance.now() : undefined;
    return (await waitUntil(none, limitMs)) ?? Infinity;
  }

  const stopped = (scene: Scene, limitMs: number) => gone(scene, limitMs, "running");

  async function takenOver({ fleet, handed, other }: Scene, limitMs: number): Promise<boolean | undefined> {
    return waitUntil(async () => ((await fleet.holder(handed)) === other.worker.name ? true : undefined), limitMs);
  }

  /** Each case once, with its own full score; nothing lost, nothing held against the team. */
  async function expectWhole({ fleet, handed }: Scene, claims: number): Promise<void> {
    const view = await fleet.ended(handed.id);
    expect(view).toMatchObject({ state: "done", failure: null, progress: { done: CASES, total: CASES } });
    expect(view.cases.map((c) => c.status)).toEqual(Array(CASES).fill("ok"));
    expect(view.summary).toMatchObject({ meanDice: 1, failedCases: 0, caseCount: CASES });
    const evaluations = await fleet.db.evaluation.findMany({ where: { submissionId: handed.id } });
    expect(evaluations).toHaveLength(1);
    expect(evaluations[0]).toMatchObject({ attempt: 1, doneCases: CASES, fence: claims, faults: 0 });
    expect(await fleet.db.score.count({ where: { caseRun: { evaluationId: handed.evaluationId } } })).toBe(CASES);
    const boards = async () => (await fleet.db.leaderboardRevision.count()) || undefined;
    expect(await waitUntil(boards, 20_000)).toBeGreaterThan(0);
  }

  test.concurrent("killed with -9 in a case: the other goes on from the last finished case within 30 s", async () => {
    const pair = new Pair(await WorkerFleet.open(join(folder, "killed"), CASES));
    try {
      const scene = await pair.midCase("killed");
      const { fleet, handed, busy, other } = scene;
      const doneBefore = (await fleet.read(handed.id)).cases.filter((c) => c.state === "done").map((c) => c.ordinal);
      const killedAt = await fleet.now();
      busy.worker.signal("SIGKILL");
      expect(await busy.worker.ended()).toBe("SIGKILL");
      expect((await containers(busy.engine, handed)).length).toBeGreaterThan(0);

      const line = (pattern: RegExp) => fleet.journalMs(handed, killedAt, pattern);
      const goesOn = await waitUntil(async () => (await line(/^warm-up container/)) ?? undefined, 45_000);
      const claimed = await line(/^claimed for a run/);
      console.log(`after kill -9: claimed by the other after ${claimed} ms, its first container after ${goesOn} ms`);
      expect(claimed).toBeLessThan(20_000);
      expect(goesOn).toBeLessThan(30_000);
      expect(await fleet.holder(handed)).toBe(other.worker.name);

      await pair.beside(busy.worker.name as Name);
      expect(await gone(scene, 30_000)).toBeLessThan(Infinity);
      await expectWhole(scene, 3);
      const lines = await fleet.journal(handed);
      for (const ordinal of doneBefore) {
        expect(lines.filter((text) => text.includes(`| ${ordinal} | run | ended well`))).toHaveLength(1);
      }
      expect(lines.join("\n")).toMatch(new RegExp(`the lease of ${busy.worker.name} had run out, fault 1`));
    } finally {
      await pair.fleet.close();
    }
  });

  // Beside the first test, but one after the other: they share a pair of workers.
  describe.concurrent("with short leases", () => {
    let pair: Pair;
    beforeAll(async () => {
      pair = new Pair(await WorkerFleet.open(join(folder, "short"), CASES), SHORT_LEASE_S);
    });
    afterAll(() => pair?.fleet.close());

    test.sequential("one paused past its lease brings what is refused when it comes back", async () => {
      const scene = await pair.midCase("paused");
      const { fleet, handed, busy } = scene;
      busy.worker.signal("SIGSTOP");
      expect(await takenOver(scene, 30_000)).toBe(true);
      busy.worker.signal("SIGCONT");
      await expectWhole(scene, 3);
      const lost = await waitUntil(
        async () => (await fleet.journal(handed)).find((line) => line.includes("claim 2 was lost")),
        15_000,
      );
      expect(lost).toMatch(new RegExp(`^${busy.worker.name} `));
      expect(await containers(busy.engine, handed)).toEqual([]);
    });

    test.sequential("one cut off from the database stops its container within the lease, and serves again later", async () => {
      const scene = await pair.midCase("cut");
      const { fleet, handed, busy, other } = scene;
      const cutAt = performance.now();
      busy.worker.database.cut();
      expect((await stopped(scene, 30_000)) - cutAt).toBeLessThan((SHORT_LEASE_S + 1) * 1000);
      // An engine with much to do takes its time to remove what has stopped.
      expect(await gone(scene, 30_000)).toBeLessThan(Infinity);
      await expectWhole(scene, 3);
      expect(await fleet.holder(handed)).toBe(other.worker.name);

      busy.worker.database.mend();
      other.worker.signal("SIGTERM");
      expect(await other.worker.ended()).toBe(0);
      const next = await fleet.handIn(await fleet.phase(), "true # after the cut");
      expect(await fleet.ended(next.id)).toMatchObject({ state: "done" });
      expect(await fleet.holder(next)).toBe(busy.worker.name);
    });

    test.sequential("one asked to end hands its case back, and the other goes on at once", async () => {
      const scene = await pair.midCase("asked");
      const { fleet, handed, busy } = scene;
      busy.worker.signal("SIGTERM");
      expect(await busy.worker.ended()).toBe(0);
      expect(await containers(busy.engine, handed)).toEqual([]);
      expect(await takenOver(scene, 6_000)).toBe(true);
      await expectWhole(scene, 3);
      expect((await fleet.journal(handed)).join("\n")).toMatch(/handed back: the worker shuts down/);
    });
  });
});
