import { normalUpperTail } from "./normal-upper-tail.ts";

/** SciPy's limits: the exact table up to 50 pairs, the exact distribution over all signs up to 13. */
const EXACT_PAIRS = 50;
const PERMUTED_PAIRS = 13;

/** The differences of one pair of entries over the cases, ready to be tested for any draw of cases. */
export interface Differences {
  /** Cases with a difference, by its size. */
  readonly cases: Int32Array;
  /** Absolute differences, in the same order. */
  readonly sizes: Float64Array;
  /** 1 where the first entry has the higher value, in the same order. */
  readonly positive: Uint8Array;
  /** Cases without a difference. */
  readonly zeros: Int32Array;
}

/** The signed-rank statistic. Sums of ranks are doubled, which makes them integers where ties share mean ranks. */
export interface SignedRanks {
  readonly plusDoubled: number;
  readonly minusDoubled: number;
  /** Pairs, those without a difference included. */
  readonly pairs: number;
  /** Pairs with a difference. */
  readonly nonZero: number;
  /** Σ(t³ − t) over the groups of t equal absolute differences. */
  readonly tieTerm: number;
  /** Doubled ranks of all pairs with a difference; only kept where the exact distribution needs them. */
  readonly ranksDoubled: readonly number[];
}

/** Differences `first − second` over `cases`. */
export function differencesOf(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  cases: ArrayLike<number>,
): Differences {
  const kept: { at: number; difference: number }[] = [];
  const zeros: number[] = [];
  for (let k = 0; k < cases.length; k++) {
    const at = cases[k] ?? 0;
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference === 0) zeros.push(at);
    else kept.push({ at, difference });
  }
  kept.sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference));
  return {
    cases: Int32Array.from(kept, ({ at }) => at),
    sizes: Float64Array.from(kept, ({ difference }) => Math.abs(difference)),
    positive: Uint8Array.from(kept, ({ difference }) => (difference > 0 ? 1 : 0)),
    zeros: Int32Array.from(zeros),
  };
}

/**
 * Signed ranks where case c counts `counts[c]` times. Differences of zero are dropped (Wilcoxon's own method), equal
 * absolute differences share their mean rank.
 */
export function signedRanks({ cases, sizes, positive, zeros }: Differences, counts: ArrayLike<number>): SignedRanks {
  let plusDoubled = 0;
  let minusDoubled = 0;
  let nonZero = 0;
  let tieTerm = 0;
  const groups: number[] = [];
  for (let k = 0; k < cases.length; ) {
    const size = sizes[k];
    let above = 0;
    let below = 0;
    for (; k < cases.length && sizes[k] === size; k++) {
      const times = counts[cases[k] ?? 0] ?? 0;
      if (positive[k]) above += times;
      else below += times;
    }
    const tied = above + below;
    if (tied === 0) continue;
    const rankDoubled = 2 * nonZero + tied + 1;
    plusDoubled += above * rankDoubled;
    minusDoubled += below * rankDoubled;
    tieTerm += tied * tied * tied - tied;
    nonZero += tied;
    if (nonZero <= PERMUTED_PAIRS) for (let i = 0; i < tied; i++) groups.push(rankDoubled);
  }
  let pairs = nonZero;
  for (let k = 0; k < zeros.length; k++) pairs += counts[zeros[k] ?? 0] ?? 0;
  return { plusDoubled, minusDoubled, pairs, nonZero, tieTerm, ranksDoubled: groups };
}

/**
 * One-sided p-value that the first entry is higher, as `scipy.stats.wilcoxon(alternative="greater")` with its defaults
 * (1.17: zero method "wilcox", no continuity correction, method "auto"):
 * without ties and zeros the exact distribution up to 50 pairs; with them the exact distribution over all signs up to
 * 13 pairs; else the normal approximation with tie correction. Where no pair differs, 1.
 */
export function pValueGreater(statistic: SignedRanks): number {
  return upperTail(statistic, statistic.plusDoubled);
}

/** The same for the second entry being higher. */
export function pValueLess(statistic: SignedRanks): number {
  return upperTail(statistic, statistic.minusDoubled);
}

function upperTail({ pairs, nonZero, tieTerm, ranksDoubled }: SignedRanks, sumDoubled: number): number {
  if (nonZero === 0) return 1;
  const exactTable = tieTerm === 0 && nonZero === pairs;
  if (exactTable && pairs <= EXACT_PAIRS) return tableTail(nonZero)[sumDoubled / 2] ?? 0;
  if (!exactTable && pairs <= PERMUTED_PAIRS) return signTail(ranksDoubled, sumDoubled);
  const mean = (nonZero * (nonZero + 1)) / 4;
  const variance = (nonZero * (nonZero + 1) * (2 * nonZero + 1) - tieTerm / 2) / 24;
  return normalUpperTail((sumDoubled / 2 - mean) / Math.sqrt(variance));
}

const tables = new Map<number, Float64Array>();

/** P(R ⩾ r) for the sum R of a random half of the ranks 1 … n, at index r. */
function tableTail(n: number): Float64Array {
  const known = tables.get(n);
  if (known) return known;
  const last = (n * (n + 1)) / 2;
  const tail = new Float64Array(last + 1);
  tail[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum--) {
      tail[sum] = ((tail[sum] ?? 0) + (sum >= rank ? (tail[sum - rank] ?? 0) : 0)) / 2;
    }
  }
  for (let sum = last - 1; sum >= 0; sum--) tail[sum] = (tail[sum] ?? 0) + (tail[sum + 1] ?? 0);
  tables.set(n, tail);
  return tail;
}

/** The share of all 2ⁿ sign patterns whose positive ranks sum to at least the observed sum. */
function signTail(ranksDoubled: readonly number[], sumDoubled: number): number {
  const total = ranksDoubled.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  let reached = 0;
  for (const rank of ranksDoubled) {
    reached += rank;
    for (let sum = reached; sum >= rank; sum--) ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0);
  }
  let count = 0;
  for (let sum = sumDoubled; sum <= total; sum++) count += ways[sum] ?? 0;
  return count / 2 ** ranksDoubled.length;
}
