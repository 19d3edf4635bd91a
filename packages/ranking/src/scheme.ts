import { z } from "zod";

/** How a board is ordered. `docs/ranking.md` defines each; the names never change their meaning. */
export const SCHEMES = [
  "mean-then-rank",
  "median-then-rank",
  "rank-then-mean",
  "rank-then-median",
  "test-based",
  "flare-22",
  "bodymaps-2024",
] as const;
export const schemeSchema = z.enum(SCHEMES);
export type Scheme = z.infer<typeof schemeSchema>;

export const DIRECTIONS = ["higher", "lower"] as const;
export const directionSchema = z.enum(DIRECTIONS);
/** Which values of a metric are better. */
export type Direction = z.infer<typeof directionSchema>;

export const metricRuleSchema = z.object({
  name: z.string().min(1),
  direction: directionSchema,
  /** Relative weight among the metrics; counts only where a scheme ranks by several. */
  weight: z.number().positive().finite().default(1),
});
export type MetricRule = z.infer<typeof metricRuleSchema>;

export const structureWeightSchema = z.object({
  name: z.string().min(1),
  weight: z.number().positive().finite().default(1),
});
export type StructureWeight = z.infer<typeof structureWeightSchema>;

/**
 * Everything that a ranking depends on beside the scores: what a phase freezes and hashes when it opens.
 * `structures` absent means all that the scores have, each with weight 1.
 */
export const rankingRulesSchema = z.object({
  scheme: schemeSchema,
  metrics: z.array(metricRuleSchema).min(1),
  structures: z.array(structureWeightSchema).min(1).optional(),
  /** Named sets of structures that are ranked apart, beside the whole. */
  groups: z.array(z.object({ name: z.string().min(1), structures: z.array(z.string()).min(1) })).optional(),
});
export type RankingRules = z.infer<typeof rankingRulesSchema>;

/** The rules as one string that is the same for the same rules, for hashing when a phase opens. */
export function canonicalRules(rules: RankingRules): string {
  return JSON.stringify(sortKeys(rankingRulesSchema.parse(rules)));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
