import { UsageError } from "@bodymark/contracts";
import { FLARE_STUCK, roleOf } from "./known-metrics.ts";
import type { MetricRule, RankingRules, StructureWeight } from "./scheme.ts";
import type { MetricTable, ScoreTable } from "./table.ts";

/** One metric made ready for a scheme: missing values filled in, cells reduced to one value per entry and case. */
export interface PreparedMetric {
  readonly rule: MetricRule;
  readonly structures: readonly StructureWeight[];
  /** [entry][case][structure], missing filled in, cells that do not count 0. */
  readonly cells: Float64Array;
  /** [case][structure] */
  readonly counted: Uint8Array;
  /** Every counted structure counts in every case: the mean of case means is then the mean of structure means. */
  readonly balanced: boolean;
  /** [entry][case]: weighted mean over the structures that count in the case. 0 where none does. */
  readonly caseValues: Float64Array;
  /** [entry][case]: 1 where the entry has no value for any structure that counts. */
  readonly caseMissing: Uint8Array;
  /** [case]: 1 where at least one structure counts. */
  readonly caseCounted: Uint8Array;
  /** [entry]: 1 where the entry has at least one value. */
  readonly measured: Uint8Array;
}

/**
 * Picks the structures that the rules name, fills in what is missing (0 where higher is better, else the worst value
 * observed in the whole metric, under `flare-22` at least the cost of a stuck case) and takes means per case.
 */
export function prepareMetric(table: ScoreTable, rule: MetricRule, rules: RankingRules): PreparedMetric {
  const metric = table.metrics.find(({ name }) => name === rule.name);
  if (!metric) throw new UsageError(`the scores have no metric "${rule.name}"`);
  const entryCount = table.entries.length;
  const caseCount = table.cases.length;
  const picked = pickStructures(metric, rules);
  const count = picked.length;
  const counted = new Uint8Array(caseCount * count);
  for (let c = 0; c < caseCount; c++) {
    for (const [s, { index }] of picked.entries()) {
      counted[c * count + s] = metric.counted[c * metric.structures.length + index] ?? 0;
    }
  }
  const fill = fillFor(metric, rule, rules);
  const cells = new Float64Array(entryCount * caseCount * count);
  const caseValues = new Float64Array(entryCount * caseCount);
  const caseMissing = new Uint8Array(entryCount * caseCount);
  const measured = new Uint8Array(entryCount);
  for (let e = 0; e < entryCount; e++) {
    for (let c = 0; c < caseCount; c++) {
      const at = e * caseCount + c;
      let sum = 0;
      let weightSum = 0;
      let present = 0;
      for (const [s, { index, weight }] of picked.entries()) {
        if (!counted[c * count + s]) continue;
        const value = metric.values[at * metric.structures.length + index] ?? Number.NaN;
        if (!Number.isNaN(value)) present++;
        const filled = Number.isNaN(value) ? fill : value;
        cells[at * count + s] = filled;
        sum += weight * filled;
        weightSum += weight;
      }
      if (weightSum > 0) caseValues[at] = sum / weightSum;
      if (present === 0) caseMissing[at] = 1;
      else measured[e] = 1;
    }
  }
  const caseCounted = new Uint8Array(caseCount);
  for (let c = 0; c < caseCount; c++) {
    caseCounted[c] = counted.subarray(c * count, (c + 1) * count).some((cell) => cell === 1) ? 1 : 0;
  }
  return {
    rule,
    structures: picked.map(({ name, weight }) => ({ name, weight })),
    cells,
    counted,
    balanced: counted.every((cell) => cell === 1),
    caseValues,
    caseMissing,
    caseCounted,
    measured,
  };
}

/** A metric of the whole case (its one structure is "") is kept whatever structures the rules name. */
function pickStructures(metric: MetricTable, { structures }: RankingRules): (StructureWeight & { index: number })[] {
  if (!structures || (metric.structures.length === 1 && metric.structures[0] === "")) {
    return metric.structures.map((name, index) => ({ name, weight: 1, index }));
  }
  return structures.map(({ name, weight }) => {
    const index = metric.structures.indexOf(name);
    if (index < 0) throw new UsageError(`the scores have no "${metric.name}" for structure "${name}"`);
    return { name, weight, index };
  });
}

function fillFor(metric: MetricTable, rule: MetricRule, { scheme }: RankingRules): number {
  if (rule.direction === "higher") return 0;
  const role = roleOf(rule.name);
  let worst = scheme === "flare-22" && role ? FLARE_STUCK[role] : Number.NEGATIVE_INFINITY;
  for (const value of metric.values) if (value > worst) worst = value;
  if (worst > Number.NEGATIVE_INFINITY) return worst;
  // Nobody's GPU was measured: bodymaps-2024 then ranks nobody, and says so.
  if (scheme === "bodymaps-2024" && role === "gpu") return Number.NaN;
  throw new UsageError(`the metric "${rule.name}" has no value at all`);
}
