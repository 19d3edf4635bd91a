import {
  type CaseResult,
  type Definition,
  type Limits,
  type StructureScore,
  type StructuresFile,
  type Summary,
  tolerancesOf,
} from "@bodymark/contracts";
import { median } from "./median.ts";

/**
 * Means over structures of the means over counted cases. Which cells count depends on the reference alone: a structure
 * that is absent from the reference leaves DSC and NSD, and a failed case counts as 0. (FLARE's own rule counts an
 * absent structure, and goes under that name.) A failed case takes the time limit: a crash is never fast.
 */
export function summarize(
  cases: readonly CaseResult[],
  file: StructuresFile,
  limits: Limits,
  definition: Definition,
): Summary {
  const firstTolerance = new Map(
    file.structures.map((structure) => [structure.label, String(tolerancesOf(structure)[0])]),
  );
  // NSD at the structure's first tolerance; an object's keys would be in another order than the file's.
  const nsdOf = ({ label, nsd }: StructureScore) =>
    typeof nsd === "object" && nsd !== null ? (nsd[firstTolerance.get(label) ?? ""] ?? null) : (nsd ?? null);
  const times = cases.map((result) => (result.failure ? limits.caseTimeoutS * 1000 : result.timing.medianMs));
  return {
    meanDice: meanOverStructures(cases, definition, (score) => score.dice ?? null),
    meanNsd: meanOverStructures(cases, definition, nsdOf),
    medianMs: median(times.filter((ms) => ms !== null)),
    failedCases: cases.filter((result) => result.failure).length,
  };
}

function meanOverStructures(
  cases: readonly CaseResult[],
  definition: Definition,
  pick: (score: StructureScore) => number | null,
): number | null {
  const values = new Map<number, number[]>();
  for (const { structures } of cases) {
    for (const score of structures) {
      const value = pick(score);
      const absent = score.status === "reference-empty" || score.status === "both-empty";
      if (value === null || (absent && definition !== "flare")) continue;
      values.set(score.label, [...(values.get(score.label) ?? []), value]);
    }
  }
  return mean([...values.values()].map((ofStructure) => mean(ofStructure) ?? 0));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
