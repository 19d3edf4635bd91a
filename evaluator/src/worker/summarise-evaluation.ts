import { firstNsd, NOT_COUNTED } from "@bodymark/challenge";
import type { CaseResult, Limits, StructureScore, StructuresFile } from "@bodymark/contracts";
import type { Prisma } from "@bodymark/db";
import { median } from "../evaluate/median.ts";

/** A summary row without its key: one place per structure, in the challenge's order. */
export type SummaryColumns = Omit<Prisma.EvaluationSummaryUncheckedCreateInput, "evaluationId" | "createdAt">;

/**
 * Means per structure over the cases that count, and over structures. Which cells count depends on the reference
 * alone: where the reference has the structure, a failed or empty prediction counts 0; where it has not, nothing
 * counts, or, under the policy `count`, an empty prediction counts 1 and another 0. A failed case costs the whole limit
 * in time and memory: a crash is never fast or cheap.
 */
export function summariseEvaluation(
  cases: readonly CaseResult[],
  file: StructuresFile,
  absentPolicy: "leave-out" | "count",
  limits: Pick<Limits, "caseTimeoutS" | "memoryBytes">,
): SummaryColumns {
  const columns = file.structures.map(({ label }) => {
    const cells = cases
      .flatMap((c) => c.structures.filter((s) => s.label === label))
      .filter((s) => counts(s, absentPolicy));
    return {
      label,
      count: cells.length,
      dice: mean(cells.map((s) => (s.status === "both-empty" ? 1 : (s.dice ?? 0)))),
      nsd: mean(cells.map((s) => (s.status === "both-empty" ? 1 : (firstNsd(s, file) ?? 0)))),
      hd95Mm: mean(cells.flatMap((s) => (s.hd95Mm === null || s.hd95Mm === undefined ? [] : [s.hd95Mm]))),
    };
  });
  const counted = columns.filter((c) => c.count > 0);
  const cost = (value: (c: CaseResult) => number | null, limit: number): number | null =>
    median(cases.flatMap((c) => (c.status === "ok" ? (value(c) ?? []) : limit)));
  const peak = cost((c) => c.resources.peakMemoryBytes, limits.memoryBytes);
  return {
    meanDice: mean(counted.map((c) => c.dice ?? 0)),
    meanNsd: mean(counted.map((c) => c.nsd ?? 0)),
    medianMs: cost((c) => c.timing.medianMs, limits.caseTimeoutS * 1000),
    medianPeakMemoryBytes: peak === null ? null : BigInt(Math.round(peak)),
    gpuMemoryAucMbS: mean(
      cases.flatMap((c) => (c.resources.gpuMemoryAucMbS === null ? [] : [c.resources.gpuMemoryAucMbS])),
    ),
    failedCases: cases.filter((c) => c.status !== "ok").length,
    caseCount: cases.length,
    labels: columns.map((c) => c.label),
    counts: columns.map((c) => c.count),
    dice: columns.map((c) => c.dice ?? NOT_COUNTED),
    nsd: columns.map((c) => c.nsd ?? NOT_COUNTED),
    hd95Mm: columns.map((c) => c.hd95Mm ?? NOT_COUNTED),
  };
}

/** A structure that the reference has not is told by its status; under a failed case by its missing values. */
function counts(score: StructureScore, absentPolicy: "leave-out" | "count"): boolean {
  const absent = score.status === "both-empty" || score.status === "reference-empty";
  return absentPolicy === "count" || !absent;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
}
