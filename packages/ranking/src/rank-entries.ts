import { UsageError } from "@bodymark/contracts";
import { bootstrapRanks } from "./bootstrap-ranks.ts";
import { prepareMetric } from "./prepare-metric.ts";
import { type RankingRules, rankingRulesSchema, type StructureWeight } from "./scheme.ts";
import { scoreBodymaps, type UnrankedReason, unrankedReasons } from "./score-bodymaps.ts";
import { scoreScheme } from "./score-scheme.ts";
import type { ScoreTable } from "./table.ts";
import { testPairs } from "./test-pairs.ts";

export const DEFAULT_BOOTSTRAP = { draws: 1000, seed: 1 } as const;

export interface RankedEntry {
  readonly submission: string;
  /** 1 is the best; ties share the smaller rank. Null where the scheme gives none, for the reason in `unranked`. */
  readonly rank: number | null;
  readonly score: number | null;
  /** "Bootstrap rank range", 95 %. Absent without bootstrap or rank. */
  readonly rankInterval?: readonly [number, number];
  readonly unranked?: UnrankedReason;
}

export interface SignificantPair {
  readonly better: string;
  readonly worse: string;
  /** One-sided: small where `better` is better than `worse`. */
  readonly p: number;
  /** Holm-adjusted over all ordered pairs. */
  readonly pAdjusted: number;
}

export interface Ranking {
  readonly scheme: RankingRules["scheme"];
  /** What the ranking was made by: metrics with direction and weight, and the structures of each. */
  readonly rules: RankingRules & { readonly structuresOf: Readonly<Record<string, readonly StructureWeight[]>> };
  /** By rank; in the table's order among equals; without rank last. */
  readonly ranking: readonly RankedEntry[];
  /** Agreement of the bootstrap rankings with this one. Nulls without bootstrap or with a single entry. */
  readonly kendallTau: { readonly median: number | null; readonly low: number | null; readonly high: number | null };
  /** Every ordered pair of ranked entries, by the first metric of the rules. */
  readonly significance: readonly SignificantPair[];
  readonly significanceMetric: string;
  readonly bootstrap: {
    readonly draws: number;
    readonly seed: number;
    readonly unit: "case" | "patient";
    readonly units: number;
  };
}

export interface RankOptions {
  readonly bootstrap?: { readonly draws: number; readonly seed: number };
  /** `bodymaps-2024` only: [case] seconds beyond which a case is flagged (`bodymapsTimeLimitS`). */
  readonly timeLimitsS?: readonly number[];
}

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
  const nameOf = (e: number) => table.entries[e] ?? "";
  const ranking = table.entries.map((submission, e): RankedEntry => {
    const interval = resampled?.intervals[entries.indexOf(e)];
    return {
      submission,
      rank: ranks[e] || null,
      score: finiteOrNull(scores[e]),
      ...(interval && { rankInterval: interval }),
      ...(unranked[e] && { unranked: unranked[e] }),
    };
  });
  const rankOf = (e: number) => ranks[e] || entryCount + 1;
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
    significance: testPairs(primary, entries)
      .sort(
        (a, b) =>
          rankOf(a.better) - rankOf(b.better) ||
          a.better - b.better ||
          rankOf(a.worse) - rankOf(b.worse) ||
          a.worse - b.worse,
      )
      .map(({ better, worse, p, pAdjusted }) => ({ better: nameOf(better), worse: nameOf(worse), p, pAdjusted })),
    significanceMetric: primary.rule.name,
    bootstrap: {
      ...bootstrap,
      unit: table.patients ? "patient" : "case",
      units: new Set(table.patients ?? table.cases).size,
    },
  };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
