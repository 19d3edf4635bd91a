import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase } from "../../infra/database/start-database.ts";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { startSecondEngine, whyNoSecondEngine } from "../support/second-engine.ts";
import { type Handed, WorkerFleet } from "../support/worker-fleet.ts";
import type { WorkerProcess } from "../support/worker-process.ts";

const CASES = 2;
const CASE_S = 5;
const SUBMISSIONS = 4;
const ROUNDS = 2;
const TAKEOVERS = 3;

/**
 * What a second worker brings, each beside a private engine in a network namespace of its own: how much faster two of
 * them are done with sleeping containers than one, in turns; and how long after kill -9 the other goes on, at the
 * default lease. Null where a second engine cannot be.
 */
export async function benchWorkers() {
  const why = whyNoSecondEngine() ?? ((await findBusybox()) ? null : "there is no static busybox for the images");
  if (why) {
    console.log(`left out: ${why}`);
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "bodymark-bench-"));
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    if (!process.env.DATABASE_URL) {
      const database = await startDatabase({
        dataFolder: join(folder, "database"),
        logFile: join(folder, "database.log"),
        durable: false,
      });
      stops.push(database.stop);
      process.env.DATABASE_URL = database.url;
    }
    const hosts: string[] = [];
    for (const name of ["one", "two"]) {
      const engine = await startSecondEngine(join(folder, name));
      stops.push(engine.stop);
      hosts.push(engine.host);
    }
    const fleet = await WorkerFleet.open(join(folder, "fleet"), CASES);
    stops.push(() => fleet.close());
    const bench = new Bench(fleet, hosts);
    const throughput = await bench.throughput();
    const takeover = await bench.takeover();
    return { throughput, takeover };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

class Bench {
  readonly #fleet: WorkerFleet;
  readonly #hosts: readonly string[];
  readonly #workers = new Map<number, WorkerProcess>();

  constructor(fleet: WorkerFleet, hosts: readonly string[]) {
    this.#fleet = fleet;
    this.#hosts = hosts;
  }

  async throughput() {
    await this.#have(2);
    await this.#round(2); // Both engines get the image, both workers their files.
    const oneS: number[] = [];
    const twoS: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await this.#have(1);
      oneS.push(await this.#round(SUBMISSIONS));
      await this.#have(2);
      twoS.push(await this.#round(SUBMISSIONS));
      console.log(`${SUBMISSIONS} submissions: one worker ${oneS.at(-1)} s, two ${twoS.at(-1)} s`);
    }
    const times = round(sum(oneS) / sum(twoS));
    console.log(`two workers are ${times} times as fast as one (wanted: at least 1.8)`);
    return { submissions: SUBMISSIONS, cases: CASES, caseS: CASE_S, oneS, twoS, times, wanted: 1.8 };
  }

  async takeover() {
    const claimedMs: number[] = [];
    const runsMs: number[] = [];
    for (let i = 0; i < TAKEOVERS; i++) {
      await this.#have(2);
      const handed = await this.#handIn(`takeover ${i}`);
      const holder = await this.#fleet.midCase(handed);
      const killedAt = await this.#fleet.now();
      this.#worker(holder)?.signal("SIGKILL");
      const line = (pattern: RegExp) => this.#fleet.journalMs(handed, killedAt, pattern);
      runsMs.push((await waitUntil(async () => (await line(/^warm-up container/)) ?? undefined, 60_000)) ?? Infinity);
      claimedMs.push((await line(/^claimed for a run/)) ?? Infinity);
      await this.#fleet.ended(handed.id);
      console.log(
        `kill -9: the other claimed after ${claimedMs.at(-1)} ms, its first container after ${runsMs.at(-1)} ms`,
      );
    }
    return { claimedMs, runsMs, longestMs: Math.max(...runsMs), wantedMs: 30_000 };
  }

  /** Exactly so many workers, ready for work. */
  async #have(count: number): Promise<void> {
    for (const [index, dockerHost] of this.#hosts.entries()) {
      const worker = this.#workers.get(index);
      const alive = worker !== undefined && !worker.hasEnded();
      if (index >= count && alive) {
        worker.signal("SIGTERM");
        await worker.ended();
      } else if (index < count && !alive) {
        this.#workers.set(index, await this.#fleet.startWorker({ name: `worker-${index}`, dockerHost }));
      }
    }
    for (const [index, worker] of this.#workers) {
      const ready = async () => (worker.hasEnded() || (await worker.isReady()) ? true : undefined);
      if (!(await waitUntil(ready, 60_000, 100))) throw new Error(`worker ${index} did not get ready`);
    }
  }

  #worker(name: string): WorkerProcess | undefined {
    return [...this.#workers.values()].find((worker) => worker.name === name);
  }

  async #handIn(title: string): Promise<Handed> {
    const phase = await this.#fleet.phase();
    return this.#fleet.handIn(phase, `sleep ${CASE_S}${title ? ` # ${title}` : ""}`);
  }

  /** Seconds from the start of the first to the end of the last of so many submissions. */
  async #round(submissions: number): Promise<number> {
    const handed: Handed[] = [];
    for (let i = 0; i < submissions; i++) handed.push(await this.#handIn(""));
    for (const { id } of handed) await this.#fleet.ended(id, 300_000);
    return this.#fleet.spanS(handed);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
