import type { Direction } from "./scheme.ts";

/** Scores closer than this share a rank: the order of a sum changes its last bits, never who was better. */
const RELATIVE_TOLERANCE = 1e-12;

/**
 * Ranks of `scores`, 1 the best. Ties share the smaller rank (1, 1, 3), scores equal to 12 significant digits are
 * ties, and NaN (no score) ranks after every score, sharing one rank.
 */
export function rankScores(scores: ArrayLike<number>, direction: Direction): Int32Array {
  const sign = direction === "higher" ? -1 : 1;
  const keys = Float64Array.from(scores, (score) => (Number.isNaN(score) ? Number.POSITIVE_INFINITY : sign * score));
  const order = Int32Array.from(keys, (_, index) => index).sort((a, b) => compare(keys[a] ?? 0, keys[b] ?? 0));
  const ranks = new Int32Array(keys.length);
  let rank = 1;
  for (let place = 0; place < order.length; place++) {
    const index = order[place] ?? 0;
    if (place > 0 && !isTie(keys[order[place - 1] ?? 0] ?? 0, keys[index] ?? 0)) rank = place + 1;
    ranks[index] = rank;
  }
  return ranks;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isTie(a: number, b: number): boolean {
  return a === b || (Number.isFinite(b) && Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
}
