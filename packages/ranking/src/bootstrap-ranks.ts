import { caseDrawer } from "./draw-cases.ts";
import { kendallTau } from "./kendall-tau.ts";
import { quantile, quantileOf } from "./quantile.ts";
import { seedRandom } from "./random.ts";
import type { Scorer } from "./score-scheme.ts";
import type { ScoreTable } from "./table.ts";

/** Half of what a 95 % range leaves out. */
const TAIL = 0.025;

export interface BootstrapRanks {
  /** [entry]: the range that holds the rank in at least 95 % of the draws. */
  readonly intervals: readonly (readonly [number, number])[];
  /** τ-b between the ranking of each draw and `ranks`: median, 2.5 % and 97.5 % quantile. */
  readonly kendallTau: { readonly median: number; readonly low: number; readonly high: number };
  /** [draw][entry]: the scores of each draw. */
  readonly scores: Float64Array;
}

/**
 * Ranks the entries again on `draws` draws of patients, the same draw for every entry. `entries` are the indices of
 * those that have a rank; only they are in the result, in that order.
 */
export function bootstrapRanks(
  table: ScoreTable,
  scorer: Scorer,
  ranks: Int32Array,
  entries: readonly number[],
  { draws, seed }: { draws: number; seed: number },
): BootstrapRanks {
  const draw = caseDrawer(table, seedRandom(seed));
  const drawn = entries.map(() => new Int32Array(draws));
  const drawnScores = new Float64Array(draws * entries.length);
  const taus = new Float64Array(draws);
  const full = entries.map((e) => ranks[e] ?? 0);
  for (let k = 0; k < draws; k++) {
    const again = scorer(draw());
    const ranksAgain = entries.map((e) => again.ranks[e] ?? 0);
    drawnScores.set(
      entries.map((e) => again.scores[e] ?? Number.NaN),
      k * entries.length,
    );
    for (const [i, rank] of ranksAgain.entries()) {
      const ofEntry = drawn[i];
      if (ofEntry) ofEntry[k] = rank;
    }
    taus[k] = kendallTau(full, ranksAgain);
  }
  taus.sort();
  return {
    intervals: drawn.map((ofEntry) => {
      ofEntry.sort();
      return [quantileOf(ofEntry, TAIL), quantileOf(ofEntry, 1 - TAIL)] as const;
    }),
    kendallTau: { median: quantile(taus, 0.5), low: quantile(taus, TAIL), high: quantile(taus, 1 - TAIL) },
    scores: drawnScores,
  };
}
