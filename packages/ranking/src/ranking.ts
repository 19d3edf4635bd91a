import type { RankingRules, StructureWeight } from "./scheme.ts";
import type { UnrankedReason } from "./score-bodymaps.ts";

export const DEFAULT_BOOTSTRAP = { draws: 1000, seed: 1 } as const;

export interface RankedEntry {
  readonly submission: string;
  /** 1 is the best; ties share the smaller rank. Null where the scheme gives none, for the reason in `unranked`. */
  readonly rank: number | null;
  readonly score: number | null;
  /** "Bootstrap rank range", 95 %. Absent without bootstrap or rank. */
  readonly rankInterval?: readonly [number, number];
  /** Simultaneous 95 % rank confidence set; for `mean-then-rank` by one metric, with bootstrap. */
  readonly rankSet?: readonly [number, number];
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
  /** The groups of structures that the rules name, each ranked by its own structures alone. */
  readonly groups?: readonly { readonly name: string; readonly ranking: readonly RankedEntry[] }[];
  readonly bootstrap: {
    readonly draws: number;
    readonly seed: number;
    readonly unit: "case" | "patient";
    readonly units: number;
  };
}

export interface RankOptions {
  readonly bootstrap?: { readonly draws: number; readonly seed: number };
  /** `false` leaves the pairwise tests out: they cost the most where there are many entries. */
  readonly significance?: boolean;
  /** `bodymaps-2024` only: [case] seconds beyond which a case is flagged (`bodymapsTimeLimitS`). */
  readonly timeLimitsS?: readonly number[];
}
