import { quantileOf } from "./quantile.ts";
import type { Direction } from "./scheme.ts";

const LEVEL = 0.95;

/**
 * Simultaneous confidence sets for the ranks of means, after Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for
 * Ranks with Applications to Mobility across Neighbourhoods and Academic Achievement across Countries", Review of
 * Economic Studies 91:476. All pairwise differences get simultaneous bootstrap intervals (the largest studentised
 * deviation over all pairs); an entry's set goes from one more than the number of entries that are surely better to
 * the number of entries less those that are surely worse. With probability 95 % all sets hold at once.
 *
 * `scores` [entry] are means over the cases, `drawn` [draw][entry] the same of each bootstrap draw. Where no difference
 * varies over the draws (a single patient) nothing is known, and every set is all ranks.
 */
export function rankSets(scores: Float64Array, drawn: Float64Array, direction: Direction): [number, number][] {
  const count = scores.length;
  const draws = drawn.length / Math.max(1, count);
  const surelyBetter = new Int32Array(count);
  const surelyWorse = new Int32Array(count);
  const errors = standardErrors(drawn, count, draws);
  if (errors.some((error) => error >= Number.EPSILON)) {
    const critical = criticalValue(scores, drawn, errors, draws);
    const sign = direction === "higher" ? 1 : -1;
    for (let j = 0; j < count; j++) {
      for (let k = 0; k < count; k++) {
        const lead = sign * ((scores[j] ?? 0) - (scores[k] ?? 0));
        if (j === k || !(lead > critical * (errors[j * count + k] ?? 0))) continue;
        surelyBetter[k] = (surelyBetter[k] ?? 0) + 1;
        surelyWorse[j] = (surelyWorse[j] ?? 0) + 1;
      }
    }
  }
  return Array.from(scores, (_, e) => [(surelyBetter[e] ?? 0) + 1, count - (surelyWorse[e] ?? 0)]);
}

/** [first][second]: the standard deviation over the draws of the difference. */
function standardErrors(drawn: Float64Array, count: number, draws: number): Float64Array {
  const errors = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    for (let k = 0; k < j; k++) {
      let sum = 0;
      let squares = 0;
      const shift = (drawn[j] ?? 0) - (drawn[k] ?? 0);
      for (let b = 0; b < draws; b++) {
        const difference = (drawn[b * count + j] ?? 0) - (drawn[b * count + k] ?? 0) - shift;
        sum += difference;
        squares += difference * difference;
      }
      const error = Math.sqrt(Math.max(0, squares - (sum * sum) / draws) / (draws - 1));
      errors[j * count + k] = error;
      errors[k * count + j] = error;
    }
  }
  return errors;
}

/** The 95 % quantile over draws of the largest |drawn difference − difference| / error over all pairs. */
function criticalValue(scores: Float64Array, drawn: Float64Array, errors: Float64Array, draws: number): number {
  const count = scores.length;
  const largest = new Float64Array(draws);
  for (let b = 0; b < draws; b++) {
    let most = 0;
    for (let j = 0; j < count; j++) {
      const deviation = (drawn[b * count + j] ?? 0) - (scores[j] ?? 0);
      for (let k = 0; k < j; k++) {
        const error = errors[j * count + k] ?? 0;
        if (error < Number.EPSILON) continue;
        const studentised = Math.abs(deviation - (drawn[b * count + k] ?? 0) + (scores[k] ?? 0)) / error;
        if (studentised > most) most = studentised;
      }
    }
    largest[b] = most;
  }
  return quantileOf(largest.sort(), LEVEL);
}
