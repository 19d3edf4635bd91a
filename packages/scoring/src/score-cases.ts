import { availableParallelism } from "node:os";
import type { ScoresFile } from "@bodymark/contracts";
import { type CaseInput, SCORER_VERSION, type ScoringOptions } from "./options.ts";
import { type ScoredCase, scoreCase } from "./score-case.ts";
import { summarise } from "./summarise.ts";
import { ScoringThreads } from "./worker-tasks.ts";

export interface ScoreCasesOptions {
  /** Threads at work; default: one for each core. */
  readonly workers?: number;
  /** Called after each case, in the order in which they end. */
  readonly onCase?: (scored: ScoredCase, done: number, total: number) => void;
  /** Called when a thread died and its case is tried again. */
  readonly onWorkerDeath?: (error: Error) => void;
  /** Ends the work within milliseconds; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Scores cases and summarises them: the whole content of a scores file, with the cases in the order given.
 * With at least as many cases as threads, each thread scores whole cases, so memory stays at one case per thread; with
 * fewer, all threads work on the structures of one case after the other.
 */
export async function scoreCases(
  cases: readonly CaseInput[],
  scoring: ScoringOptions,
  options: ScoreCasesOptions = {},
): Promise<ScoresFile> {
  const workers = options.workers ?? availableParallelism();
  const whole = cases.length >= workers && workers > 1;
  const size = whole ? workers : workers - 1;
  const { onWorkerDeath, signal } = options;
  const threads = new ScoringThreads({ size, ...(onWorkerDeath === undefined ? {} : { onDeath: onWorkerDeath }) });
  const abort = () => void threads.close(abortReason(signal));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    signal?.throwIfAborted();
    threads.warm(size);
    const done: ScoredCase[] = [];
    const report = (scored: ScoredCase) => {
      done.push(scored);
      options.onCase?.(scored, done.length, cases.length);
      return scored;
    };
    const scored: ScoredCase[] = [];
    if (whole) {
      scored.push(...(await Promise.all(cases.map(async (input) => report(await threads.scoreCase(input, scoring))))));
    } else {
      for (const input of cases) {
        signal?.throwIfAborted();
        scored.push(report(await scoreCase(input, scoring, size > 0 ? threads : null)));
      }
    }
    return scoresFileOf(scored, scoring);
  } finally {
    signal?.removeEventListener("abort", abort);
    await threads.close();
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
    summary: summarise(cases, definition),
    timing: {
      decodeMs: scored.reduce((sum, { timing }) => sum + timing.decodeMs, 0),
      scoreMs: scored.reduce((sum, { timing }) => sum + timing.scoreMs, 0),
    },
  };
}
