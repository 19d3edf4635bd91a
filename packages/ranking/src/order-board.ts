import { UsageError } from "@bodymark/contracts";
import { combineMetrics } from "./combine-metrics.ts";
import type { RankedEntry } from "./ranking.ts";
import type { RankingRules } from "./scheme.ts";

/** What a board needs of one submission. */
export interface BoardEntry {
  readonly submission: string;
  /** Instant of receipt in milliseconds since 1970: the earlier one stands first among equals. */
  readonly submittedAtMs: number;
  /** One mean per metric; null where a metric has no value. Null as a whole where nothing was scored (failed, running). */
  readonly means: Readonly<Record<string, number | null>> | null;
}

export type Placed<T> = T & {
  /** Null for an entry that is not scored: it stands after all that are. */
  readonly rank: number | null;
  readonly score: number | null;
  readonly rankInterval?: readonly [number, number];
};

/**
 * The order of a board, for page, API and export alike: by rank, ties sharing the smaller one and the earlier
 * submission first among them; then, without a rank, the entries that are not scored, earlier first.
 *
 * `mean-then-rank` needs only the means. The other schemes look at single cases: hand in what `rankEntries` made of
 * them as `ranked`, which then decides alone (an entry that is not in it counts as not scored).
 *
 * @throws UsageError for a scheme that needs cases, without `ranked`.
 */
export function orderBoard<T extends BoardEntry>(
  entries: readonly T[],
  rules: RankingRules,
  ranked?: readonly RankedEntry[],
): Placed<T>[] {
  const placed = ranked ? placeByRanking(entries, ranked) : placeByMeans(entries, rules);
  return placed.sort(
    (a, b) =>
      (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) ||
      a.submittedAtMs - b.submittedAtMs ||
      (a.submission < b.submission ? -1 : 1),
  );
}

function placeByRanking<T extends BoardEntry>(entries: readonly T[], ranked: readonly RankedEntry[]): Placed<T>[] {
  const bySubmission = new Map(ranked.map((entry) => [entry.submission, entry]));
  return entries.map((entry) => {
    const { rank = null, score = null, rankInterval } = bySubmission.get(entry.submission) ?? {};
    return { ...entry, rank, score, ...(rankInterval && { rankInterval }) };
  });
}

function placeByMeans<T extends BoardEntry>(entries: readonly T[], { scheme, metrics }: RankingRules): Placed<T>[] {
  if (scheme !== "mean-then-rank") {
    throw new UsageError(`the scheme ${scheme} ranks by single cases; means alone cannot order a board by it`);
  }
  const meanOf = (entry: T, name: string) => entry.means?.[name] ?? Number.NaN;
  const isScored = (entry: T) => metrics.some(({ name }) => Number.isFinite(meanOf(entry, name)));
  const scored = entries.filter(isScored);
  const { scores, ranks } = combineMetrics(
    metrics.map(({ name }) => scored.map((entry) => meanOf(entry, name))),
    metrics,
  );
  return [
    ...scored.map((entry, e) => ({ ...entry, rank: ranks[e] ?? null, score: finiteOrNull(scores[e]) })),
    ...entries.filter((entry) => !isScored(entry)).map((entry) => ({ ...entry, rank: null, score: null })),
  ];
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
