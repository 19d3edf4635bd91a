import type { PreparedMetric } from "./prepare-metric.ts";
import { rankScores } from "./rank-scores.ts";

/**
 * Ranks the entries within each case by their case values: [entry][case]. Ties share the smaller rank; entries that
 * miss the whole case rank after every valid one, even a valid 0. Cases that do not count stay 0.
 */
export function rankCases(metric: PreparedMetric, entryCount: number): Float64Array {
  const caseCount = metric.caseCounted.length;
  const ranks = new Float64Array(entryCount * caseCount);
  const column = new Float64Array(entryCount);
  for (let c = 0; c < caseCount; c++) {
    if (!metric.caseCounted[c]) continue;
    for (let e = 0; e < entryCount; e++) {
      const at = e * caseCount + c;
      column[e] = metric.caseMissing[at] ? Number.NaN : (metric.caseValues[at] ?? Number.NaN);
    }
    const inCase = rankScores(column, metric.rule.direction);
    for (let e = 0; e < entryCount; e++) ranks[e * caseCount + c] = inCase[e] ?? 0;
  }
  return ranks;
}
