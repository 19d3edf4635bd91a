import type { Worker } from "node:worker_threads";
import { BodymarkError } from "@bodymark/contracts/plain";
import { UnreadableReference } from "./errors.ts";

/** A thread that ended without answering: out of memory, or killed. The same task may well succeed on a fresh one. */
export class WorkerDied extends BodymarkError {
  override readonly name = "WorkerDied";
  readonly code = "worker-died";
  readonly retry = true;
}

/** What a worker answers: the task's value, or the error that it threw, as far as that survives a message. */
export type WorkerAnswer =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string; readonly stack?: string } };

interface Job {
  readonly task: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

export interface WorkerPoolOptions {
  readonly size: number;
  readonly entry: URL;
  /** Environment of the threads; default: a copy of this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** JavaScript heap of a thread, in MiB; voxels live outside it, and what they may take is checked against the header. */
  readonly heapMib?: number;
  /** Told when a thread died and its task is given to a fresh one. */
  readonly onDeath?: (error: WorkerDied) => void;
}

/** Scores, surfaces and search trees of a case take some 100 MiB; a thread that needs more than this never ends well. */
const HEAP_MIB = 1024;
/** How often a task is tried when its thread dies under it. */
const MAX_ATTEMPTS = 2;

/**
 * A fixed number of threads that take tasks in order, one at a time each. Threads start when there is work; one that dies
 * is replaced and its task tried once more. `close` ends all of it at once, with tasks still under way rejected.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.size;
  }

  /** Starts a thread ahead of its first task, so that it boots beside other work. */
  warm(count = 1): void {
    for (let i = 0; i < count && this.#idle.length + this.#busy.size < this.size; i++) this.#idle.push(this.#start());
  }

  run(task: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error("the worker pool is closed"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject, attempts: 0 });
      this.#assign();
    });
  }

  async close(reason: Error = new Error("the worker pool was closed")): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle, ...this.#busy.keys()];
    const jobs = [...this.#waiting.splice(0), ...this.#busy.values()];
    this.#busy.clear();
    this.#idle.length = 0;
    for (const job of jobs) job.reject(reason);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? (this.#busy.size < this.size ? this.#start() : undefined);
      if (worker === undefined) return;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job.attempts++;
      this.#busy.set(worker, job);
      worker.postMessage(job.task);
    }
  }

  #start(): Worker {
    // Loaded for the first thread: a small case needs none, and waits 2 ms less.
    const threads = process.getBuiltinModule("node:worker_threads");
    const { entry, env = threads.SHARE_ENV, heapMib = HEAP_MIB } = this.#options;
    const worker = new threads.Worker(entry, { env, resourceLimits: { maxOldGenerationSizeMb: heapMib } });
    let failure: Error | undefined;
    worker.on("message", (answer: WorkerAnswer) => {
      const job = this.#busy.get(worker);
      if (job === undefined) return;
      this.#busy.delete(worker);
      this.#idle.push(worker);
      if ("error" in answer) job.reject(reviveError(answer.error));
      else job.resolve(answer.value);
      this.#assign();
    });
    worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", (code) => this.#buried(worker, code, failure));
    return worker;
  }

  #buried(worker: Worker, code: number, failure: Error | undefined): void {
    const idle = this.#idle.indexOf(worker);
    if (idle >= 0) this.#idle.splice(idle, 1);
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    if (job === undefined || this.#closed) return;
    const died = new WorkerDied(`a scoring thread ended with code ${code}`, failure ? { cause: failure } : {});
    if (job.attempts < MAX_ATTEMPTS) {
      this.#options.onDeath?.(died);
      this.#waiting.unshift(job);
    } else {
      job.reject(died);
    }
    this.#assign();
  }
}

function reviveError(error: { name: string; message: string; stack?: string }): Error {
  if (error.name === "UnreadableReference") return new UnreadableReference(error.message);
  const revived = new Error(error.message);
  revived.name = error.name;
  if (error.stack !== undefined) revived.stack = error.stack;
  return revived;
}
