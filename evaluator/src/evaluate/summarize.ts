import {
  type CaseResult,
  type Definition,
  type Limits,
  type StructuresFile,
  type Summary,
  tolerancesOf,
} from "@bodymark/contracts";
import { meanOfMeans, summarise } from "@bodymark/scoring";
import { median } from "./median.ts";

/**
 * Means over structures of the means over counted cases, as the scorer counts them. The median time is over all cases,
 * a failed one at the time limit: a crash is never fast.
 */
export function summarize(
  cases: readonly CaseResult[],
  file: StructuresFile,
  limits: Limits,
  definition: Definition,
): Summary {
  const structures = summarise(cases, { definition });
  const firstToleranceMm = new Map(file.structures.map((each) => [each.label, tolerancesOf(each)[0] ?? 0]));
  const times = cases.map((result) => (result.failure ? limits.caseTimeoutS * 1000 : result.timing.medianMs));
  return {
    meanDice: meanOfMeans(structures, "dice"),
    meanNsd: meanOfMeans(structures, "nsd", firstToleranceMm),
    medianMs: median(times.filter((ms) => ms !== null)),
    failedCases: cases.filter((result) => result.failure).length,
  };
}
