import type { CaseScores, Definition, StructureScore, StructureSummary } from "@bodymark/contracts";

interface Statistics {
  mean: number | null;
  median: number | null;
  sd: number | null;
}

/**
 * Summary of each structure over all cases, in the order of the cases' structures. Which cases count depends on the
 * reference alone, so that entries stay paired: those where the reference has the structure; a failed case counts with its
 * zeros. Under `flare` every case counts, as that definition gives a value to each.
 * `sd` is the population's (divided by n).
 */
export function summarise(cases: readonly CaseScores[], definition: Definition): StructureSummary[] {
  const byLabel = new Map<number, StructureScore[]>();
  for (const { structures } of cases) {
    for (const structure of structures) {
      const rows = byLabel.get(structure.label);
      if (rows === undefined) byLabel.set(structure.label, [structure]);
      else rows.push(structure);
    }
  }
  return [...byLabel.values()].map((rows) => summariseStructure(rows, definition));
}

function summariseStructure(rows: readonly StructureScore[], definition: Definition): StructureSummary {
  const counted = rows.filter((row) => definition === "flare" || referenceHasIt(row));
  const { label = 0, name = "" } = rows[0] ?? {};
  const first = rows[0] ?? {};
  const lists = rows.map((row) => row.nsd).find((nsd) => nsd !== null && typeof nsd === "object");
  const nsd = lists
    ? Object.fromEntries(Object.keys(lists).map((mm) => [mm, statisticsOf(counted.map((row) => nsdAt(row, mm)))]))
    : statisticsOf(counted.map((row) => nsdAt(row, null)));
  return {
    label,
    name,
    cases: counted.length,
    ...("dice" in first ? { dice: statisticsOf(counted.map((row) => row.dice)) } : {}),
    ...("nsd" in first ? { nsd } : {}),
    ...("hd95Mm" in first ? { hd95Mm: statisticsOf(counted.map((row) => row.hd95Mm)) } : {}),
    ...("assdMm" in first ? { assdMm: statisticsOf(counted.map((row) => row.assdMm)) } : {}),
  };
}

function referenceHasIt(row: StructureScore): boolean {
  return row.status !== "both-empty" && row.status !== "reference-empty";
}

function nsdAt(row: StructureScore, mm: string | null): number | null | undefined {
  if (row.nsd === null || typeof row.nsd !== "object") return row.nsd;
  return row.nsd[mm ?? Object.keys(row.nsd)[0] ?? ""];
}

function statisticsOf(values: readonly (number | null | undefined)[]): Statistics {
  const numbers = values.filter((value): value is number => typeof value === "number").sort((a, b) => a - b);
  const n = numbers.length;
  if (n === 0) return { mean: null, median: null, sd: null };
  const mean = numbers.reduce((sum, value) => sum + value, 0) / n;
  const middle = Math.floor(n / 2);
  const median = n % 2 === 1 ? (numbers[middle] ?? 0) : ((numbers[middle - 1] ?? 0) + (numbers[middle] ?? 0)) / 2;
  const sd = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  return { mean, median, sd };
}

/**
 * Mean over structures of their means over counted cases; null where no structure counts. NSD lists use their first
 * tolerance, given as `firstToleranceMm` by label (keys of an object do not keep the file's order when they are whole).
 */
export function meanOfMeans(
  summary: readonly StructureSummary[],
  metric: "dice" | "nsd",
  firstToleranceMm: ReadonlyMap<number, number> = new Map(),
): number | null {
  const means: number[] = [];
  for (const structure of summary) {
    const value = structure[metric];
    if (value === undefined) continue;
    const first = String(firstToleranceMm.get(structure.label));
    const mean = isStatistics(value) ? value.mean : value[first]?.mean;
    if (typeof mean === "number") means.push(mean);
  }
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

function isStatistics(value: Statistics | Record<string, Statistics>): value is Statistics {
  return "median" in value;
}
