/**
 * Rankings: who is first, by which rules, and how sure that is. Pure: no disk, no database.
 *
 * - `rankEntries(table, rules, { bootstrap })` ranks a table of single scores by any scheme, with bootstrap rank
 *   ranges, Kendall's τ-b and pairwise tests. `buildTable(rows)` makes the table of rows in any order.
 * - `orderBoard(entries, rules, ranked?)` is the one ordering behind board, API and export. For `mean-then-rank` it
 *   needs means alone; for the other schemes hand in `rankEntries(…).ranking`. Entries without a score come last,
 *   with `rank: null`.
 * - `mapSignificance(ranking)` lays the tests out as a matrix; `compareSchemes(table, rules)` shows how much the order
 *   depends on the scheme (exploratory).
 * - `rules` (`rankingRulesSchema`): scheme, metrics with direction and weight, structures with weight.
 *   `metricRule(name, scheme)` makes a metric's rule from its name; `canonicalRules` is what to hash when a phase opens.
 *
 * Ranks: 1 is the best, ties share the smaller rank (1, 1, 3). `docs/ranking.md` has definitions and sources.
 */
export { adjustHolm } from "./adjust-holm.ts";
export { buildTable } from "./build-table.ts";
export { scoreDirection } from "./combine-metrics.ts";
export { compareSchemes, GENERAL_SCHEMES, type SchemeSensitivity } from "./compare-schemes.ts";
export { SIGNIFICANCE_LEVEL } from "./count-wins.ts";
export { kendallTau } from "./kendall-tau.ts";
export { directionOf, FLARE_STUCK, type MetricRole, metricRule, roleOf } from "./known-metrics.ts";
export { mapSignificance, type SignificanceMap } from "./map-significance.ts";
export { type BoardEntry, orderBoard, type Placed } from "./order-board.ts";
export { rankEntries } from "./rank-entries.ts";
export { rankScores } from "./rank-scores.ts";
export * from "./ranking.ts";
export * from "./scheme.ts";
export { bodymapsTimeLimitS, type UnrankedReason } from "./score-bodymaps.ts";
export type { MetricTable, ScoreRow, ScoreTable } from "./table.ts";
