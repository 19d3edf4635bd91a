import { kendallTau } from "./kendall-tau.ts";
import { rankEntries } from "./rank-entries.ts";
import type { RankOptions } from "./ranking.ts";
import type { RankingRules, Scheme } from "./scheme.ts";
import type { ScoreTable } from "./table.ts";

/** The schemes that need nothing but values per case, and so fit any phase. */
export const GENERAL_SCHEMES = [
  "mean-then-rank",
  "median-then-rank",
  "rank-then-mean",
  "rank-then-median",
  "test-based",
] as const satisfies readonly Scheme[];

export interface SchemeSensitivity {
  /** The phase's own scheme: the only one whose ranks count. */
  readonly scheme: Scheme;
  /** Exploratory: ranks under each scheme, in the table's order of entries; null where a scheme gives none. */
  readonly ranks: Readonly<Partial<Record<Scheme, readonly (number | null)[]>>>;
  /** τ-b of each scheme's ranking with the phase's own; null with fewer than two entries ranked by both. */
  readonly kendallTau: Readonly<Partial<Record<Scheme, number | null>>>;
}

/** How much the order depends on the choice of scheme: "sensitivity, exploratory", never a second board. */
export function compareSchemes(
  table: ScoreTable,
  rules: RankingRules,
  options: Pick<RankOptions, "timeLimitsS"> = {},
): SchemeSensitivity {
  const schemes: readonly Scheme[] = [...new Set<Scheme>([rules.scheme, ...GENERAL_SCHEMES])];
  const rankings = schemes.map((scheme) => {
    const bare = { ...options, bootstrap: { draws: 0, seed: 0 }, significance: false };
    const { ranking } = rankEntries(table, { ...rules, scheme }, bare);
    const rankOf = new Map(ranking.map(({ submission, rank }) => [submission, rank]));
    return [scheme, table.entries.map((entry) => rankOf.get(entry) ?? null)] as const;
  });
  const own = rankings[0]?.[1] ?? [];
  return {
    scheme: rules.scheme,
    ranks: Object.fromEntries(rankings),
    kendallTau: Object.fromEntries(rankings.map(([scheme, ranks]) => [scheme, agreement(own, ranks)])),
  };
}

function agreement(own: readonly (number | null)[], other: readonly (number | null)[]): number | null {
  const both = [...own.keys()].filter((e) => own[e] != null && other[e] != null);
  const tau = kendallTau(
    both.map((e) => own[e] ?? 0),
    both.map((e) => other[e] ?? 0),
  );
  return Number.isNaN(tau) ? null : tau;
}
