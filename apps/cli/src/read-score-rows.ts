import { UsageError } from "@bodymark/contracts";
import type { ScoreRow } from "@bodymark/ranking";
import { CsvError, parse } from "csv-parse/sync";

const COLUMNS = ["submission", "case", "structure", "metric", "value"] as const;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads scores from the text of a CSV file (RFC 4180) with the columns submission, case, structure, metric, value in
 * any order. An empty value is a missing one; an empty structure stands for the whole case.
 *
 * @throws UsageError with the line, for anything else.
 */
export function readScoreRows(text: string): ScoreRow[] {
  const rows: ScoreRow[] = [];
  let at: Record<(typeof COLUMNS)[number], number> | undefined;
  const onRecord = (record: string[], { lines }: { lines: number }) => {
    if (at) rows.push(readRow(record, at, lines));
    else at = readHeader(record, lines);
    return null;
  };
  try {
    parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, on_record: onRecord });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
  if (rows.length === 0)
    throw new UsageError(`line 1: no scores; the first line names the columns ${COLUMNS.join(",")}`);
  return rows;
}

function readHeader(names: readonly string[], line: number): Record<(typeof COLUMNS)[number], number> {
  const unknown = names.find((name) => !COLUMNS.some((column) => column === name));
  if (unknown !== undefined) {
    throw new UsageError(`line ${line}: unknown column "${unknown}"; the columns are ${COLUMNS.join(",")}`);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`line ${line}: the column "${twice}" is there twice`);
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) throw new UsageError(`line ${line}: the column "${missing}" is not there`);
  const [submission, name, structure, metric, value] = COLUMNS.map((column) => names.indexOf(column));
  return {
    submission: submission ?? 0,
    case: name ?? 1,
    structure: structure ?? 2,
    metric: metric ?? 3,
    value: value ?? 4,
  };
}

function readRow(record: readonly string[], at: Record<(typeof COLUMNS)[number], number>, line: number): ScoreRow {
  if (record.length !== COLUMNS.length) {
    throw new UsageError(`line ${line}: ${record.length} fields where ${COLUMNS.length} are expected`);
  }
  const field = (column: (typeof COLUMNS)[number]) => record[at[column]] ?? "";
  for (const column of ["submission", "case", "metric"] as const) {
    if (field(column) === "") throw new UsageError(`line ${line}: the ${column} is empty`);
  }
  return {
    submission: field("submission"),
    case: field("case"),
    structure: field("structure"),
    metric: field("metric"),
    value: readValue(field("value"), line),
    line,
  };
}

function readValue(text: string, line: number): number | null {
  if (text === "") return null;
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`line ${line}: the value "${text}" is not a number (leave it empty where the score is missing)`);
}
