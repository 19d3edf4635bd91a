import { adjustHolm } from "./adjust-holm.ts";
import type { PreparedMetric } from "./prepare-metric.ts";
import { type Differences, differencesOf, testDifferences } from "./wilcoxon.ts";

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
  const pairs = differencesOfPairs(metric, entries).flatMap(({ first, second, differences }) => {
    const { greater, less } = testDifferences(differences, counts);
    return [
      { better: first, worse: second, p: greater },
      { better: second, worse: first, p: less },
    ];
  });
  const adjusted = adjustHolm(pairs.map(({ p }) => p));
  return pairs.map((pair, k) => ({ ...pair, pAdjusted: adjusted[k] ?? 1 }));
}

/** Two entries and how they differ: positive where `first` is better. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly differences: Differences;
}

/** Each unordered pair of `entries` once, compared on one value per case. */
export function differencesOfPairs(
  { caseValues, caseCounted, rule }: PreparedMetric,
  entries: readonly number[],
): Pair[] {
  const caseCount = caseCounted.length;
  const cases = Array.from(caseCounted.keys()).filter((c) => caseCounted[c] === 1);
  const rowOf = (entry: number) => caseValues.subarray(entry * caseCount, (entry + 1) * caseCount);
  return entries.flatMap((first, k) =>
    entries.slice(k + 1).map((second) => ({
      first,
      second,
      differences:
        rule.direction === "higher"
          ? differencesOf(rowOf(first), rowOf(second), cases)
          : differencesOf(rowOf(second), rowOf(first), cases),
    })),
  );
}
