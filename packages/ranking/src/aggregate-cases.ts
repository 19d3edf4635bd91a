import type { PreparedMetric } from "./prepare-metric.ts";

/**
 * Aggregates over cases, one number per entry. `counts` says how often each case was drawn: all 1 for the ranking
 * itself. NaN where no case that counts was drawn.
 */
export type Aggregate = (counts: Float64Array) => Float64Array;

/** Weighted mean over structures of the mean over the cases where the structure counts: the `meanDice` of a result. */
export function meanOverStructures(metric: PreparedMetric, entryCount: number): Aggregate {
  return metric.balanced
    ? meanOverCases(metric, metric.caseValues, entryCount)
    : meanOfStructureMeans(metric, entryCount);
}

/** Mean of `values` ([entry][case]) over the cases that count. */
export function meanOverCases(metric: PreparedMetric, values: ArrayLike<number>, entryCount: number): Aggregate {
  const caseCount = metric.caseCounted.length;
  return (counts) => {
    let total = 0;
    for (let c = 0; c < caseCount; c++) total += (metric.caseCounted[c] ?? 0) * (counts[c] ?? 0);
    const means = new Float64Array(entryCount);
    for (let e = 0; e < entryCount; e++) {
      let sum = 0;
      for (let c = 0; c < caseCount; c++) {
        if (metric.caseCounted[c]) sum += (counts[c] ?? 0) * (values[e * caseCount + c] ?? 0);
      }
      means[e] = sum / total;
    }
    return means;
  };
}

/** The mean of each structure over the cases where it counts: [entry][structure]; NaN where none was drawn. */
export function structureMeans(metric: PreparedMetric, entryCount: number, counts: Float64Array): Float64Array {
  const structureCount = metric.structures.length;
  const caseCount = metric.caseCounted.length;
  const totals = new Float64Array(structureCount);
  for (let c = 0; c < caseCount; c++) {
    for (let s = 0; s < structureCount; s++) {
      totals[s] = (totals[s] ?? 0) + (metric.counted[c * structureCount + s] ?? 0) * (counts[c] ?? 0);
    }
  }
  const means = new Float64Array(entryCount * structureCount);
  for (let e = 0; e < entryCount; e++) {
    const row = e * structureCount;
    for (let c = 0; c < caseCount; c++) {
      const times = counts[c] ?? 0;
      if (times === 0) continue;
      const from = (e * caseCount + c) * structureCount;
      for (let s = 0; s < structureCount; s++)
        means[row + s] = (means[row + s] ?? 0) + times * (metric.cells[from + s] ?? 0);
    }
    for (let s = 0; s < structureCount; s++) means[row + s] = (means[row + s] ?? 0) / (totals[s] ?? 0);
  }
  return means;
}

function meanOfStructureMeans(metric: PreparedMetric, entryCount: number): Aggregate {
  const structureCount = metric.structures.length;
  return (counts) => {
    const means = structureMeans(metric, entryCount, counts);
    return Float64Array.from({ length: entryCount }, (_, e) =>
      weightedMean(means.subarray(e * structureCount, (e + 1) * structureCount), metric),
    );
  };
}

/** Mean over structures by their weights; structures without a mean are left out (they are so for every entry). */
export function weightedMean(means: ArrayLike<number>, metric: PreparedMetric): number {
  let sum = 0;
  let total = 0;
  for (let s = 0; s < means.length; s++) {
    const mean = means[s] ?? Number.NaN;
    if (Number.isNaN(mean)) continue;
    const weight = metric.structures[s]?.weight ?? 0;
    sum += weight * mean;
    total += weight;
  }
  return sum / total;
}

/**
 * Median of `values` ([entry][case]) over the cases that count; between the two middle ones where their number is even.
 * Each entry's cases are sorted once; a draw then only counts up to the middle.
 */
export function medianOverCases(metric: PreparedMetric, values: ArrayLike<number>, entryCount: number): Aggregate {
  const caseCount = metric.caseCounted.length;
  const countedCases = Int32Array.from({ length: caseCount }, (_, c) => c).filter((c) => metric.caseCounted[c] === 1);
  const orders = Array.from({ length: entryCount }, (_, e) =>
    countedCases.slice().sort((a, b) => (values[e * caseCount + a] ?? 0) - (values[e * caseCount + b] ?? 0)),
  );
  return (counts) => {
    let total = 0;
    for (const c of countedCases) total += counts[c] ?? 0;
    return Float64Array.from(orders, (order, e) => {
      if (total === 0) return Number.NaN;
      const at = (k: number) => values[e * caseCount + (order[k] ?? 0)] ?? 0;
      let seen = 0;
      for (let k = 0; k < order.length; k++) {
        seen += counts[order[k] ?? 0] ?? 0;
        if (2 * seen > total) return at(k);
        if (2 * seen === total) {
          let next = k + 1;
          while (counts[order[next] ?? 0] === 0) next++;
          return (at(k) + at(next)) / 2;
        }
      }
      return Number.NaN;
    });
  };
}
