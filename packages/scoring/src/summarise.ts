import type {
  AbsentPolicy,
  CaseScores,
  Definition,
  Statistics,
  StructureScore,
  StructureSummary,
} from "@bodymark/contracts";
import { absentPolicyUnder } from "@bodymark/contracts/plain";

export interface SummaryOptions {
  readonly definition: Definition;
  /** What a structure does that the reference lacks; default `leave-out`. A definition's own rule goes before it. */
  readonly absentPolicy?: AbsentPolicy;
}

type Row = StructureScore & { readonly failed: boolean };

/** Fields of a row that are no metric. */
const FACTS = new Set(["label", "name", "status", "referenceVolumeMm3", "predictionVolumeMm3", "failed"]);

/**
 * Summary of each structure over all cases, in the order of the cases' structures. Which cases count depends on the
 * reference alone, so that entries stay paired: those where the reference has the structure, a failed case with its zeros;
 * where it lacks it, none (`leave-out`), or each (`count`): 1 for a prediction that lacks it too and 0 for another or for a
 * failed case. A structure that nobody annotated in a case never counts there. `sd` is the population's (divided by n).
 */
export function summarise(
  cases: readonly Pick<CaseScores, "status" | "structures">[],
  options: SummaryOptions,
): StructureSummary[] {
  const byLabel = new Map<number, Row[]>();
  for (const { status, structures } of cases) {
    for (const score of structures) {
      const row = { ...score, failed: status !== "ok" };
      const rows = byLabel.get(score.label);
      if (rows === undefined) byLabel.set(score.label, [row]);
      else rows.push(row);
    }
  }
  const policy = absentPolicyUnder(options.definition, options.absentPolicy ?? "leave-out");
  return [...byLabel.values()].map((rows) => summariseStructure(rows, policy));
}

function summariseStructure(rows: readonly Row[], policy: AbsentPolicy): StructureSummary {
  const counted = rows.filter((row) => counts(row, policy));
  const { label = 0, name = "" } = rows[0] ?? {};
  const summary: StructureSummary & Record<string, unknown> = { label, name, cases: counted.length };
  for (const field of Object.keys(rows[0] ?? {})) {
    if (FACTS.has(field)) continue;
    summary[field] =
      field === "nsd" ? nsdStatistics(rows, counted) : statisticsOf(counted.map((row) => at(row, field)));
  }
  return summary;
}

function counts({ status }: StructureScore, policy: AbsentPolicy): boolean {
  if (status === "not-annotated") return false;
  return policy === "count" || (status !== "both-empty" && status !== "reference-empty");
}

function nsdStatistics(rows: readonly Row[], counted: readonly Row[]): StructureSummary["nsd"] {
  const list = rows.map(({ nsd }) => nsd).find((nsd) => nsd !== null && typeof nsd === "object");
  if (!list) return statisticsOf(counted.map((row) => at(row, "nsd")));
  return Object.fromEntries(
    Object.keys(list).map((mm) => [mm, statisticsOf(counted.map((row) => at(row, "nsd", mm)))]),
  );
}

/** One value of a row; a structure that both sides lack is correct, where it counts at all, unless the case failed. */
function at(row: Row, field: string, mm?: string): number | null {
  if (row.status === "both-empty" && (field === "dice" || field === "nsd")) return row.failed ? 0 : 1;
  const value: unknown = (row as Readonly<Record<string, unknown>>)[field];
  const found = mm !== undefined && typeof value === "object" && value !== null ? Reflect.get(value, mm) : value;
  return typeof found === "number" ? found : null;
}

function statisticsOf(values: readonly (number | null)[]): Statistics {
  const numbers = values.filter((value) => value !== null).sort((a, b) => a - b);
  const n = numbers.length;
  if (n === 0) return { mean: null, median: null, sd: null };
  const mean = numbers.reduce((sum, value) => sum + value, 0) / n;
  const middle = Math.floor(n / 2);
  const median = n % 2 === 1 ? (numbers[middle] ?? 0) : ((numbers[middle - 1] ?? 0) + (numbers[middle] ?? 0)) / 2;
  const sd = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  return { mean, median, sd };
}

/**
 * Mean of a metric over the cases that count, or null where none does. NSD lists give the value at `firstToleranceMm`, the
 * first of the structures file: keys of an object do not keep the file's order when they are whole.
 */
export function meanOf(
  structure: StructureSummary,
  metric: "dice" | "nsd" | "hd95Mm",
  firstToleranceMm?: number,
): number | null {
  const value = structure[metric];
  if (value === undefined) return null;
  return (isStatistics(value) ? value.mean : value[String(firstToleranceMm)]?.mean) ?? null;
}

/** Mean over structures of their means over counted cases; null where no structure counts. Tolerances are by label. */
export function meanOfMeans(
  summary: readonly StructureSummary[],
  metric: "dice" | "nsd",
  firstToleranceMm: ReadonlyMap<number, number> = new Map(),
): number | null {
  const means = summary
    .map((structure) => meanOf(structure, metric, firstToleranceMm.get(structure.label)))
    .filter((mean) => mean !== null);
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

function isStatistics(value: Statistics | Record<string, Statistics>): value is Statistics {
  return "median" in value;
}
