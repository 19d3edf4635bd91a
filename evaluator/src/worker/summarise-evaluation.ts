import { NOT_COUNTED } from "@bodymark/challenge";
import {
  type AbsentPolicy,
  type CaseResult,
  type Definition,
  type Limits,
  type StructuresFile,
  tolerancesOf,
} from "@bodymark/contracts";
import type { Prisma } from "@bodymark/db";
import { meanOf, meanOfMeans, summarise } from "@bodymark/scoring";
import { median } from "../evaluate/median.ts";

/** A summary row without its key: one place per structure, in the challenge's order. */
export type SummaryColumns = Omit<Prisma.EvaluationSummaryUncheckedCreateInput, "evaluationId" | "createdAt">;

/** By what rules cases become a summary. */
export interface SummaryRules {
  readonly definition: Definition;
  readonly absentPolicy: AbsentPolicy;
  readonly limits: Pick<Limits, "caseTimeoutS" | "memoryBytes">;
  /** Ordinals of the cases whose time counts; absent: all. */
  readonly timed?: ReadonlySet<number>;
}

/**
 * The scorer's own means, as columns. A failed case costs the whole limit in time and memory: a crash is never fast or
 * cheap.
 */
export function summariseEvaluation(
  cases: readonly CaseResult[],
  file: StructuresFile,
  { definition, absentPolicy, limits, timed }: SummaryRules,
): SummaryColumns {
  const summary = summarise(cases, { definition, absentPolicy });
  const byLabel = new Map(summary.map((structure) => [structure.label, structure]));
  const firstToleranceMm = new Map(file.structures.map((each) => [each.label, tolerancesOf(each)[0] ?? 0]));
  const column = (metric: "dice" | "nsd" | "hd95Mm") =>
    file.structures.map(({ label }) => {
      const structure = byLabel.get(label);
      return (structure && meanOf(structure, metric, firstToleranceMm.get(label))) ?? NOT_COUNTED;
    });
  const cost = (value: (c: CaseResult) => number | null, limit: number, among = cases): number | null =>
    median(among.flatMap((c) => (c.status === "ok" ? (value(c) ?? []) : limit)));
  const timedCases = timed ? cases.filter((c) => timed.has(c.ordinal)) : cases;
  const peak = cost((c) => c.resources.peakMemoryBytes, limits.memoryBytes);
  return {
    meanDice: meanOfMeans(summary, "dice"),
    meanNsd: meanOfMeans(summary, "nsd", firstToleranceMm),
    medianMs: cost((c) => c.timing.medianMs, limits.caseTimeoutS * 1000, timedCases),
    medianPeakMemoryBytes: peak === null ? null : BigInt(Math.round(peak)),
    gpuMemoryAucMbS: mean(
      cases.flatMap((c) => (c.resources.gpuMemoryAucMbS === null ? [] : [c.resources.gpuMemoryAucMbS])),
    ),
    failedCases: cases.filter((c) => c.status !== "ok").length,
    caseCount: cases.length,
    labels: file.structures.map(({ label }) => label),
    counts: file.structures.map(({ label }) => byLabel.get(label)?.cases ?? 0),
    dice: column("dice"),
    nsd: column("nsd"),
    hd95Mm: column("hd95Mm"),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
}
