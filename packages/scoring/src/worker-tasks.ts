import { threadEnvironment } from "./environment.ts";
import type { CaseInput, ScoringOptions } from "./options.ts";
import type { LabelRunsFile } from "./read-label-runs.ts";
import type { ScoredCase } from "./scored-case.ts";
import type { ScoredStructure, StructureShare } from "./share-structures.ts";
import { WorkerPool, type WorkerPoolOptions } from "./worker-pool.ts";

/** What a scoring thread can be asked. */
export type WorkerTask =
  | { readonly kind: "read-reference"; readonly input: CaseInput; readonly options: ScoringOptions }
  | { readonly kind: "score-case"; readonly input: CaseInput; readonly options: ScoringOptions }
  | { readonly kind: "score-structures"; readonly share: StructureShare };

/** Threads that score: whole cases, or parts of one case. */
export class ScoringThreads {
  readonly #pool: WorkerPool;

  constructor(options: Omit<WorkerPoolOptions, "entry">) {
    this.#pool = new WorkerPool({ ...options, entry: workerEntry(), env: threadEnvironment() });
  }

  get size(): number {
    return this.#pool.size;
  }

  warm(count?: number): void {
    this.#pool.warm(count);
  }

  /** The reference's runs in shared memory. */
  readReference(input: CaseInput, options: ScoringOptions): Promise<LabelRunsFile> {
    return this.#ask({ kind: "read-reference", input, options });
  }

  scoreCase(input: CaseInput, options: ScoringOptions): Promise<ScoredCase> {
    return this.#ask({ kind: "score-case", input, options });
  }

  scoreShare(share: StructureShare): Promise<readonly ScoredStructure[]> {
    return this.#ask({ kind: "score-structures", share });
  }

  close(reason?: Error): Promise<void> {
    return this.#pool.close(reason);
  }

  #ask<T>(task: WorkerTask): Promise<T> {
    // Each kind of task has one kind of answer (worker.ts); this is the one place that says so.
    return this.#pool.run(task) as Promise<T>;
  }
}

/** The thread's program: TypeScript beside this file, or the bundle's own file. */
function workerEntry(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./scoring-worker.cjs", import.meta.url);
}
