import { UsageError } from "@bodymark/contracts";
import { bootstrapRanks } from "./bootstrap-ranks.ts";
import { type PreparedMetric, prepareMetric } from "./prepare-metric.ts";
import { rankSets } from "./rank-sets.ts";
import {
  DEFAULT_BOOTSTRAP,
  type RankedEntry,
  type Ranking,
  type RankOptions,
  type SignificantPair,
} from "./ranking.ts";
import { type RankingRules, rankingRulesSchema } from "./scheme.ts";
import { scoreBodymaps, unrankedReasons } from "./score-bodymaps.ts";
import { scoreScheme } from "./score-scheme.ts";
import type { ScoreTable } from "./table.ts";
import { testPairs } from "./test-pairs.ts";

/**
 * Ranks the entries of a table by one of the schemes, with bootstrap rank ranges and pairwise tests.
 *
 * @throws UsageError where the table lacks a metric or structure of the rules, or has no entry or case.
 */
export function rankEntries(table: ScoreTable, rules: RankingRules, options: RankOptions = {}): Ranking {
  const { metrics, scheme } = rankingRulesSchema.parse(rules);
  const checked: RankingRules = { ...rules, metrics };
  const entryCount = table.entries.length;
  if (entryCount === 0 || table.cases.length === 0) throw new UsageError("there are no scores to rank");
  const prepared = metrics.map((rule) => prepareMetric(table, rule, checked));
  const [primary] = prepared;
  if (!primary) throw new UsageError("a ranking needs at least one metric");

  const unranked =
    scheme === "bodymaps-2024" ? unrankedReasons(prepared, entryCount, options.timeLimitsS) : new Array(entryCount);
  const scorer =
    scheme === "bodymaps-2024"
      ? scoreBodymaps(prepared, entryCount, unranked)
      : scoreScheme(prepared, checked, entryCount);
  const { scores, ranks } = scorer(new Float64Array(table.cases.length).fill(1));

  const entries = Array.from(table.entries.keys()).filter((e) => (ranks[e] ?? 0) > 0);
  const bootstrap = options.bootstrap ?? DEFAULT_BOOTSTRAP;
  const resampled =
    bootstrap.draws > 0 && entries.length > 0 ? bootstrapRanks(table, scorer, ranks, entries, bootstrap) : undefined;
  const sets =
    resampled && scheme === "mean-then-rank" && metrics.length === 1
      ? rankSets(scores, resampled.scores, primary.rule.direction)
      : undefined;
  const ranking = table.entries.map((submission, e): RankedEntry => {
    const interval = resampled?.intervals[entries.indexOf(e)];
    return {
      submission,
      rank: ranks[e] || null,
      score: finiteOrNull(scores[e]),
      ...(interval && { rankInterval: interval }),
      ...(sets?.[e] && { rankSet: sets[e] }),
      ...(unranked[e] && { unranked: unranked[e] }),
    };
  });
  return {
    scheme,
    rules: {
      ...checked,
      structuresOf: Object.fromEntries(prepared.map(({ rule, structures }) => [rule.name, structures])),
    },
    ranking: ranking.sort((a, b) => (a.rank ?? entryCount + 1) - (b.rank ?? entryCount + 1)),
    kendallTau: {
      median: finiteOrNull(resampled?.kendallTau.median),
      low: finiteOrNull(resampled?.kendallTau.low),
      high: finiteOrNull(resampled?.kendallTau.high),
    },
    significance: options.significance === false ? [] : testRanked(table, primary, ranks, entries),
    significanceMetric: primary.rule.name,
    ...(rules.groups && { groups: rules.groups.map((group) => rankGroup(table, checked, group, options)) }),
    bootstrap: {
      ...bootstrap,
      unit: table.patients ? "patient" : "case",
      units: new Set(table.patients ?? table.cases).size,
    },
  };
}

/** The tests of all ordered pairs, those of the best entry first. */
function testRanked(
  table: ScoreTable,
  metric: PreparedMetric,
  ranks: Int32Array,
  entries: readonly number[],
): SignificantPair[] {
  const nameOf = (e: number) => table.entries[e] ?? "";
  const byRank = [...entries].sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  const placeOf = new Map(byRank.map((e, place) => [e, place]));
  const place = (e: number) => placeOf.get(e) ?? 0;
  return testPairs(metric, entries)
    .sort((a, b) => place(a.better) - place(b.better) || place(a.worse) - place(b.worse))
    .map(({ better, worse, p, pAdjusted }) => ({ better: nameOf(better), worse: nameOf(worse), p, pAdjusted }));
}

/** One group of structures ranked by itself; a structure keeps the weight that it has in the whole. */
function rankGroup(
  table: ScoreTable,
  { groups: _, ...rules }: RankingRules,
  { name, structures }: { name: string; structures: readonly string[] },
  options: RankOptions,
) {
  const weights = structures.map(
    (structure) => rules.structures?.find((known) => known.name === structure) ?? { name: structure, weight: 1 },
  );
  return { name, ranking: rankEntries(table, { ...rules, structures: weights }, options).ranking };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
