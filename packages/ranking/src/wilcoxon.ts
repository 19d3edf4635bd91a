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
}

/** Differences `first − second` over `cases` (indices into both). */
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
 * absolute differences share their mean rank. `eachGroup` hears of every group of equal ones, from the smallest.
 */
export function signedRanks(
  { cases, sizes, positive, zeros }: Differences,
  counts: ArrayLike<number>,
  eachGroup?: (rankDoubled: number, tied: number) => void,
): SignedRanks {
  let plusDoubled = 0;
  let minusDoubled = 0;
  let nonZero = 0;
  let tieTerm = 0;
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
    eachGroup?.(rankDoubled, tied);
  }
  let pairs = nonZero;
  for (let k = 0; k < zeros.length; k++) pairs += counts[zeros[k] ?? 0] ?? 0;
  return { plusDoubled, minusDoubled, pairs, nonZero, tieTerm };
}

/**
 * One-sided p-values that the first is `greater` than the second, or `less`, as `scipy.stats.wilcoxon(alternative=…)`
 * with its defaults (SciPy 1.17: zero method "wilcox", no continuity correction, method "auto"): without ties and zeros
 * the exact distribution up to 50 pairs; with them the exact distribution over all signs up to 13 pairs; else the
 * normal approximation with tie correction. Where no pair differs both are 1.
 */
export function testDifferences(
  differences: Differences,
  counts: ArrayLike<number>,
): { readonly greater: number; readonly less: number } {
  const statistic = signedRanks(differences, counts);
  if (statistic.nonZero === 0) return { greater: 1, less: 1 };
  const { plusDoubled, minusDoubled } = statistic;
  if (needsSigns(statistic)) {
    const ranksDoubled: number[] = [];
    signedRanks(differences, counts, (rank, tied) => {
      for (let k = 0; k < tied; k++) ranksDoubled.push(rank);
    });
    return { greater: signTail(ranksDoubled, plusDoubled), less: signTail(ranksDoubled, minusDoubled) };
  }
  return { greater: upperTail(statistic, plusDoubled), less: upperTail(statistic, minusDoubled) };
}

/** Whether the p-value depends on more than the sums: few pairs, some of them tied or without a difference. */
export function needsSigns({ pairs, nonZero, tieTerm }: Omit<SignedRanks, "plusDoubled" | "minusDoubled">): boolean {
  return pairs <= PERMUTED_PAIRS && (tieTerm > 0 || nonZero < pairs);
}

/** P(sum of ranks ⩾ the observed one) for a statistic that needs no signs. */
export function upperTail(
  { pairs, nonZero, tieTerm }: Omit<SignedRanks, "plusDoubled" | "minusDoubled">,
  sumDoubled: number,
): number {
  if (pairs <= EXACT_PAIRS && tieTerm === 0 && nonZero === pairs) return tableTail(nonZero)[sumDoubled / 2] ?? 0;
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
