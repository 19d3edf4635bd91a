import { UsageError } from "@bodymark/contracts";
import type { MetricTable, ScoreRow, ScoreTable } from "./table.ts";

/**
 * Makes a table of rows in any order. A cell (case × structure × metric) counts as soon as one row names it: who has
 * no value there is missing it. Cells that no row names count for nobody.
 * Submissions come in the given order, else by name; cases and structures by name, so that the order of the rows
 * changes nothing, not even the last bit of a mean.
 *
 * @throws UsageError for a cell given twice, a value that is not finite, or no rows.
 */
export function buildTable(rows: readonly ScoreRow[], submissions?: readonly string[]): ScoreTable {
  if (rows.length === 0) throw new UsageError("there are no scores to rank");
  const entries = submissions ?? sortedNames(rows, (row) => row.submission);
  const cases = sortedNames(rows, (row) => row.case);
  const byMetric = Map.groupBy(rows, (row) => row.metric);
  const entryAt = indexOf(entries);
  const caseAt = indexOf(cases);
  const metrics = [...byMetric].map(([name, ofMetric]) => buildMetric(name, ofMetric, entryAt, caseAt));
  return { entries, cases, metrics };
}

function buildMetric(
  name: string,
  rows: readonly ScoreRow[],
  entryAt: ReadonlyMap<string, number>,
  caseAt: ReadonlyMap<string, number>,
): MetricTable {
  const structures = sortedNames(rows, (row) => row.structure);
  const structureAt = indexOf(structures);
  const values = new Float64Array(entryAt.size * caseAt.size * structures.length).fill(Number.NaN);
  const counted = new Uint8Array(caseAt.size * structures.length);
  const seen = new Uint8Array(values.length);
  for (const row of rows) {
    const entry = entryAt.get(row.submission);
    if (entry === undefined) throw new UsageError(`submission "${row.submission}" is not among those to rank`);
    const cell = (caseAt.get(row.case) ?? 0) * structures.length + (structureAt.get(row.structure) ?? 0);
    const at = entry * caseAt.size * structures.length + cell;
    if (seen[at]) throw new UsageError(`${describe(row)} is given twice`);
    if (row.value !== null && !Number.isFinite(row.value)) throw new UsageError(`${describe(row)} is not a number`);
    seen[at] = 1;
    counted[cell] = 1;
    if (row.value !== null) values[at] = row.value;
  }
  return { name, structures, values, counted };
}

function describe({ submission, case: name, structure, metric, line }: ScoreRow): string {
  const place = line === undefined ? "" : `line ${line}: `;
  return `${place}"${metric}" of submission "${submission}", case "${name}", structure "${structure}"`;
}

function sortedNames(rows: readonly ScoreRow[], nameOf: (row: ScoreRow) => string): string[] {
  return [...new Set(rows.map(nameOf))].sort();
}

function indexOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
