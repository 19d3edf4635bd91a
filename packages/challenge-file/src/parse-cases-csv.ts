import { parse } from "csv-parse/browser/esm/sync";

/** Columns of cases.csv that are no facts. */
export const CASE_COLUMNS: readonly string[] = ["case", "patient", "not-annotated", "not_annotated"];

/** A line of cases.csv: what is known of a case beside its files. */
export interface CaseLine {
  readonly name: string;
  readonly patient: string | null;
  readonly metadata: Readonly<Record<string, string | number>>;
  /** Names of structures that nobody annotated. */
  readonly notAnnotated: readonly string[];
  /** The line in the file, from 1. */
  readonly line: number;
}

/** A line has at most so many letters: one of ten megabytes, or a quote that never ends, took seconds to read. */
const MOST_LETTERS_OF_A_LINE = 1_000_000;

export interface CsvProblem {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads cases.csv: a column `case`, maybe `patient` and `not-annotated` (names with `;` between), and one column for
 * every further fact. A number becomes a number where writing it again gives the same text. Columns may have commas,
 * or, as spreadsheets write them in many countries, semicolons or tabs between: the first line tells.
 */
export function parseCasesCsv(text: string): { cases: CaseLine[]; problems: CsvProblem[] } {
  const problems: CsvProblem[] = [];
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MOST_LETTERS_OF_A_LINE,
      trim: true,
    }) as never;
  } catch (error) {
    const lines = typeof error === "object" && error !== null && "lines" in error ? Number(error.lines) : 1;
    return { cases: [], problems: [{ line: lines, message: error instanceof Error ? error.message : String(error) }] };
  }
  const [head, ...body] = rows;
  const columns = head?.record ?? [];
  const nameAt = columns.indexOf("case");
  if (nameAt < 0) {
    const found = columns.join(", ") || "nothing";
    return { cases: [], problems: [{ line: 1, message: `the first line must name a column “case”; it has ${found}` }] };
  }
  for (const [i, column] of columns.entries())
    if (columns.indexOf(column) < i) problems.push({ line: 1, message: `the column “${column}” comes twice` });
  const cases: CaseLine[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of body) {
    const line = info.lines;
    const name = record[nameAt] ?? "";
    if (record.length !== columns.length)
      problems.push({ line, message: `has ${record.length} columns, the first line has ${columns.length}` });
    else if (name === "") problems.push({ line, message: "names no case" });
    else if (seen.has(name)) problems.push({ line, message: `case “${name}” is on line ${seen.get(name)} already` });
    else cases.push(toCase(columns, record, name, line));
    if (!seen.has(name)) seen.set(name, line);
  }
  return { cases, problems };
}

function delimiterOf(text: string): string {
  const [head = ""] = text.split(/\r?\n/, 1);
  return [",", ";", "\t"].find((delimiter) => head.includes(delimiter)) ?? ",";
}

function toCase(columns: readonly string[], record: readonly string[], name: string, line: number): CaseLine {
  const at = (...names: string[]) => record[columns.findIndex((column) => names.includes(column))] ?? "";
  const rest = columns.flatMap((column, i): [string, string | number][] => {
    const value = record[i] ?? "";
    return CASE_COLUMNS.includes(column) || value === "" ? [] : [[column, toCsvValue(value)]];
  });
  const notAnnotated = at("not-annotated", "not_annotated")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return { name, patient: at("patient") || null, metadata: Object.fromEntries(rest), notAnnotated, line };
}

/** `007` and `1e3` stay text: the way back must give what was written. */
export function toCsvValue(text: string): string | number {
  const number = Number(text);
  return text !== "" && Number.isFinite(number) && String(number) === text ? number : text;
}
