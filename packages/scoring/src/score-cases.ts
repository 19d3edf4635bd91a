import { availableParallelism } from "node:os";
import type { ScoresFile } from "@bodymark/contracts";
import { type CaseInput, SCORER_VERSION, type ScoringOptions } from "./options.ts";
import { scoreCase } from "./score-case.ts";
import type { ScoredCase } from "./scored-case.ts";
import { summarise } from "./summarise.ts";
import type { ScoringThreads } from "./worker-tasks.ts";

export interface ScoreCasesOptions {
  /** Called after each case, in the order in which they end. */
  readonly onCase?: (scored: ScoredCase, done: number, total: number) => void;
  /** Ends the work within milliseconds; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** How threads are used for a number of cases. */
export interface ThreadPlan {
  /** Threads beside the calling one. */
  readonly size: number;
  /** Each thread scores whole cases; else all work on one case after the other, the calling one too. */
  readonly wholeCases: boolean;
}

/**
 * With at least as many cases as workers each thread scores whole cases, so memory stays at one case per thread; with
 * fewer, every thread works on the structures of one case, if it has many.
 * @param workers default: one for each core.
 */
export function planThreads(cases: number, workers: number = availableParallelism()): ThreadPlan {
  const wholeCases = workers > 1 && cases >= workers;
  return { size: wholeCases ? workers : workers - 1, wholeCases };
}

/**
 * Scores cases and summarises them: the whole content of a scores file, with the cases in the order given.
 * @param threads as `planThreads` says, or null; closed by the caller. Made early, they start beside other work.
 */
export async function scoreCases(
  cases: readonly CaseInput[],
  scoring: ScoringOptions,
  threads: { readonly plan: ThreadPlan; readonly pool: ScoringThreads } | null = null,
  options: ScoreCasesOptions = {},
): Promise<ScoresFile> {
  const { signal } = options;
  const pool = threads !== null && threads.plan.size > 0 ? threads.pool : null;
  const abort = () => void pool?.close(abortReason(signal));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    signal?.throwIfAborted();
    const done: ScoredCase[] = [];
    const report = (scored: ScoredCase) => {
      done.push(scored);
      options.onCase?.(scored, done.length, cases.length);
      return scored;
    };
    const scored: ScoredCase[] = [];
    if (pool !== null && threads?.plan.wholeCases) {
      scored.push(...(await Promise.all(cases.map(async (input) => report(await pool.scoreCase(input, scoring))))));
    } else {
      for (const input of cases) {
        signal?.throwIfAborted();
        scored.push(report(await scoreCase(input, scoring, pool)));
      }
    }
    return scoresFileOf(scored, scoring);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error("scoring was cancelled");
}

function scoresFileOf(scored: readonly ScoredCase[], { definition }: ScoringOptions): ScoresFile {
  const cases = scored.map((result) => result.scores);
  return {
    schema: "bodymark.scores/1",
    scorer: { version: SCORER_VERSION, definition },
    cases,
    summary: summarise(cases, { definition }),
    timing: {
      decodeMs: scored.reduce((sum, { timing }) => sum + timing.decodeMs, 0),
      scoreMs: scored.reduce((sum, { timing }) => sum + timing.scoreMs, 0),
    },
  };
}
