import type { ScoresFile } from "@bodymark/contracts";
import { type CaseInput, SCORER_VERSION, type ScoringOptions } from "./options.ts";
import { type ScoredCase, scoreCase } from "./score-case.ts";
import { summarise } from "./summarise.ts";

export interface ScoreCasesOptions {
  /** Cases scored at a time; default: one for each core. */
  readonly workers?: number;
  /** Called after each case, in the order in which they end. */
  readonly onCase?: (scored: ScoredCase, done: number, total: number) => void;
}

/** Scores cases and summarises them: the whole content of a scores file, with the cases in the order given. */
export async function scoreCases(
  cases: readonly CaseInput[],
  scoring: ScoringOptions,
  options: ScoreCasesOptions = {},
): Promise<ScoresFile> {
  const scored: ScoredCase[] = [];
  for (const input of cases) {
    const result = await scoreCase(input, scoring);
    scored.push(result);
    options.onCase?.(result, scored.length, cases.length);
  }
  const scores = scored.map((result) => result.scores);
  return {
    schema: "bodymark.scores/1",
    scorer: { version: SCORER_VERSION, definition: scoring.definition },
    cases: scores,
    summary: summarise(scores, scoring.definition),
    timing: {
      decodeMs: scored.reduce((sum, { timing }) => sum + timing.decodeMs, 0),
      scoreMs: scored.reduce((sum, { timing }) => sum + timing.scoreMs, 0),
    },
  };
}
