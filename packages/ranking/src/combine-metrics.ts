import { rankScores } from "./rank-scores.ts";
import type { Direction, MetricRule } from "./scheme.ts";

/** One score and one rank per entry. A score of NaN is no score, a rank of 0 no rank. */
export interface Ranked {
  readonly scores: Float64Array;
  readonly ranks: Int32Array;
}

/**
 * Turns one aggregate per metric and entry into one ranking. With a single metric its aggregate is the score.
 * With several, metrics of different units are made comparable by ranking the entries in each; the score is the
 * weighted mean of those ranks, lower being better.
 */
export function combineMetrics(aggregates: readonly ArrayLike<number>[], metrics: readonly MetricRule[]): Ranked {
  const [only] = aggregates;
  const [rule] = metrics;
  if (aggregates.length === 1 && only && rule) {
    return { scores: Float64Array.from(only), ranks: rankScores(only, rule.direction) };
  }
  return combineRanks(
    aggregates.map((scores, m) => rankScores(scores, metrics[m]?.direction ?? "higher")),
    metrics,
  );
}

/** The weighted mean over metrics of ranks (or of mean or median ranks), and the ranks of that mean. */
export function combineRanks(ranks: readonly ArrayLike<number>[], metrics: readonly MetricRule[]): Ranked {
  const scores = new Float64Array(ranks[0]?.length ?? 0);
  let total = 0;
  for (const [m, metricRanks] of ranks.entries()) {
    const weight = metrics[m]?.weight ?? 1;
    total += weight;
    for (let e = 0; e < scores.length; e++) scores[e] = (scores[e] ?? 0) + weight * (metricRanks[e] ?? Number.NaN);
  }
  for (let e = 0; e < scores.length; e++) scores[e] = (scores[e] ?? 0) / total;
  return { scores, ranks: rankScores(scores, "lower") };
}

/** Which scores are better under a scheme: its own metric's direction, or lower where the score is a rank. */
export function scoreDirection(scheme: string, metrics: readonly MetricRule[]): Direction {
  if (scheme === "bodymaps-2024") return "higher";
  if (scheme === "rank-then-mean" || scheme === "rank-then-median" || scheme === "flare-22") return "lower";
  if (metrics.length > 1) return "lower";
  return scheme === "test-based" ? "higher" : (metrics[0]?.direction ?? "higher");
}
