import { type RankingRules, rankEntries, SCHEMES, type Scheme, type ScoreTable } from "@bodymark/ranking";
import { z } from "zod";

/** Ranks under a scheme that is not the phase's own, or why there are none. By submission: rank and score. */
export const otherRanksSchema = z.record(
  z.string(),
  z.union([
    z.object({
      metrics: z.array(z.object({ name: z.string(), direction: z.string(), weight: z.number() })),
      places: z.record(z.string(), z.tuple([z.number().int().nullable(), z.number().nullable()])),
    }),
    z.object({ unsupported: z.string() }),
  ]),
);
export type OtherRanks = z.infer<typeof otherRanksSchema>;

/** The metrics that a named scheme is defined on; the others rank by what the phase ranks by. */
const OWN_METRICS: Readonly<Partial<Record<Scheme, RankingRules["metrics"]>>> = {
  "flare-22": [
    { name: "dice", direction: "higher", weight: 1 },
    { name: "nsd", direction: "higher", weight: 1 },
    { name: "time", direction: "lower", weight: 1 },
    { name: "gpu", direction: "lower", weight: 0.5 },
    { name: "cpu", direction: "lower", weight: 0.5 },
  ],
  "bodymaps-2024": [
    { name: "dice", direction: "higher", weight: 1 },
    { name: "nsd", direction: "higher", weight: 1 },
    { name: "time", direction: "lower", weight: 1 },
    { name: "gpu", direction: "lower", weight: 1 },
  ],
};

/**
 * The same table ranked by every scheme that is not the phase's own: exploratory, without bootstrap and tests. Kept with
 * the board, so that reading it costs nothing and every revision answers by the data that it had.
 */
export function rankOtherwise(table: ScoreTable, { groups: _, ...rules }: RankingRules): OtherRanks {
  const others = SCHEMES.filter((scheme) => scheme !== rules.scheme);
  return Object.fromEntries(others.map((scheme) => [scheme, rankBy(table, rules, scheme)]));
}

function rankBy(table: ScoreTable, rules: RankingRules, scheme: Scheme): OtherRanks[string] {
  const metrics = OWN_METRICS[scheme] ?? rules.metrics;
  const unmeasured = metrics.find(({ name }) => isUnmeasured(table, name));
  if (unmeasured) {
    const what = unmeasured.name === "gpu" ? "GPU memory over time" : unmeasured.name;
    return { unsupported: `“${scheme}” ranks by ${what} too, which was measured in no run of this phase.` };
  }
  const { ranking } = rankEntries(
    table,
    { ...rules, scheme, metrics },
    { bootstrap: { draws: 0, seed: 0 }, significance: false },
  );
  return {
    metrics: metrics.map(({ name, direction, weight }) => ({ name, direction, weight })),
    places: Object.fromEntries(ranking.map(({ submission, rank, score }) => [submission, [rank, score]])),
  };
}

function isUnmeasured(table: ScoreTable, name: string): boolean {
  return !table.metrics.find((metric) => metric.name === name)?.values.some((value) => !Number.isNaN(value));
}
