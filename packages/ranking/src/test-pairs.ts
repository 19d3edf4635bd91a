import { adjustHolm } from "./adjust-holm.ts";
import type { Aggregate } from "./aggregate-cases.ts";
import type { PreparedMetric } from "./prepare-metric.ts";
import { type Differences, differencesOf, pValueGreater, pValueLess, signedRanks } from "./wilcoxon.ts";

/** The level of the test-based scheme, after Holm's adjustment. */
export const SIGNIFICANCE_LEVEL = 0.05;

export interface PairTest {
  readonly better: number;
  readonly worse: number;
  readonly p: number;
  readonly pAdjusted: number;
}

/**
 * Tests every ordered pair of `entries` (indices) on one value per case: is `better` better than `worse`? One-sided
 * paired Wilcoxon signed-rank test; the Holm family is all ordered pairs.
 */
export function testPairs(metric: PreparedMetric, entries: readonly number[]): PairTest[] {
  const counts = new Float64Array(metric.caseCounted.length).fill(1);
  const pairs: { better: number; worse: number; p: number }[] = [];
  for (const { better, worse, differences } of differencesOfPairs(metric, entries)) {
    const statistic = signedRanks(differences, counts);
    pairs.push({ better, worse, p: pValueGreater(statistic) });
    pairs.push({ better: worse, worse: better, p: pValueLess(statistic) });
  }
  const adjusted = adjustHolm(pairs.map(({ p }) => p));
  return pairs.map((pair, k) => ({ ...pair, pAdjusted: adjusted[k] ?? 1 }));
}

/**
 * How many other entries each entry beats significantly, for any draw of cases: the aggregate of `test-based`.
 * Steps down only through p-values under the level: no other can be rejected.
 */
export function countWins(metric: PreparedMetric, entryCount: number): Aggregate {
  const pairs = differencesOfPairs(
    metric,
    Array.from({ length: entryCount }, (_, e) => e),
  );
  const family = entryCount * (entryCount - 1);
  return (counts) => {
    const wins = new Float64Array(entryCount);
    const candidates: { better: number; p: number }[] = [];
    for (const { better, worse, differences } of pairs) {
      const statistic = signedRanks(differences, counts);
      const isFirst = statistic.plusDoubled > statistic.minusDoubled;
      const p = isFirst ? pValueGreater(statistic) : pValueLess(statistic);
      if (p <= SIGNIFICANCE_LEVEL) candidates.push({ better: isFirst ? better : worse, p });
    }
    candidates.sort((a, b) => a.p - b.p);
    for (const [k, { better, p }] of candidates.entries()) {
      if ((family - k) * p > SIGNIFICANCE_LEVEL) break;
      wins[better] = (wins[better] ?? 0) + 1;
    }
    return wins;
  };
}

interface Pair {
  readonly better: number;
  readonly worse: number;
  readonly differences: Differences;
}

/** Each unordered pair once, with differences that are positive where `better` is better. */
function differencesOfPairs({ caseValues, caseCounted, rule }: PreparedMetric, entries: readonly number[]): Pair[] {
  const caseCount = caseCounted.length;
  const cases = Array.from(caseCounted.keys()).filter((c) => caseCounted[c] === 1);
  const rowOf = (entry: number) => caseValues.subarray(entry * caseCount, (entry + 1) * caseCount);
  return entries.flatMap((first, k) =>
    entries.slice(k + 1).map((second) => ({
      better: first,
      worse: second,
      differences:
        rule.direction === "higher"
          ? differencesOf(rowOf(first), rowOf(second), cases)
          : differencesOf(rowOf(second), rowOf(first), cases),
    })),
  );
}
