import { type Aggregate, meanOverCases, meanOverStructures, medianOverCases } from "./aggregate-cases.ts";
import { combineMetrics, combineRanks, type Ranked } from "./combine-metrics.ts";
import { countWins } from "./count-wins.ts";
import type { PreparedMetric } from "./prepare-metric.ts";
import { rankCases } from "./rank-cases.ts";
import type { RankingRules, Scheme } from "./scheme.ts";

/** A ranking of all entries from a draw of cases: `counts[c]` is how often case c was drawn. */
export type Scorer = (counts: Float64Array) => Ranked;

type SimpleScheme = Exclude<Scheme, "bodymaps-2024">;

/** Which aggregate per metric a scheme takes, and whether it is a rank already. */
const AGGREGATES: Readonly<Record<SimpleScheme, (metric: PreparedMetric, entryCount: number) => Aggregate>> = {
  "mean-then-rank": meanOverStructures,
  "median-then-rank": (metric, count) => medianOverCases(metric, metric.caseValues, count),
  "rank-then-mean": (metric, count) => meanOverCases(metric, rankCases(metric, count), count),
  "rank-then-median": (metric, count) => medianOverCases(metric, rankCases(metric, count), count),
  "flare-22": (metric, count) => meanOverCases(metric, rankCases(metric, count), count),
  "test-based": countWins,
};
const RANKS_FIRST: readonly Scheme[] = ["rank-then-mean", "rank-then-median", "flare-22"];

/** Everything that does not depend on the draw (ranks within cases, sorted cases, differences) is done here, once. */
export function scoreScheme(metrics: readonly PreparedMetric[], rules: RankingRules, entryCount: number): Scorer {
  const scheme = rules.scheme as SimpleScheme;
  const aggregates = metrics.map((metric) => AGGREGATES[scheme](metric, entryCount));
  if (RANKS_FIRST.includes(scheme)) {
    return (counts) =>
      combineRanks(
        aggregates.map((aggregate) => aggregate(counts)),
        rules.metrics,
      );
  }
  const judged =
    scheme === "test-based" ? rules.metrics.map((rule) => ({ ...rule, direction: "higher" as const })) : rules.metrics;
  return (counts) =>
    combineMetrics(
      aggregates.map((aggregate) => aggregate(counts)),
      judged,
    );
}
