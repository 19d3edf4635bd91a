import { readFile } from "node:fs/promises";
import type { Structure } from "@bodymark/contracts";
import { UsageError } from "@bodymark/contracts/plain";
import { caseNameOf } from "./volume-names.ts";

/** What `cases.csv` says of annotation. */
export interface CaseTable {
  /** Labels that nobody annotated, by case name. */
  readonly notAnnotated: ReadonlyMap<string, readonly number[]>;
  /** Names in it that are no structure of the structures file. */
  readonly unknown: readonly string[];
}

const MARK = "notannotated";
const squeeze = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");

/**
 * Reads which structures nobody annotated in which case. A table has a column `case`, and says so either in a column
 * `not-annotated` (names or labels of structures, separated by `;`), or in a column named like a structure, whose cell is
 * `not-annotated`. Its other columns are metadata and are let be.
 * @returns null where there is no such file.
 * @throws UsageError for a file that is no CSV, or that marks structures without naming the case.
 */
export async function readCaseTable(path: string, structures: readonly Structure[]): Promise<CaseTable | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")) return null;
    throw new UsageError(`"${path}" cannot be read`, { cause });
  }
  const [header = [], ...rows] = await parseCsv(path, text);
  const labelOf = new Map(structures.flatMap(({ name, label }) => [[name, label] as const, [String(label), label]]));
  const caseColumn = header.findIndex((name) => squeeze(name) === "case");
  const listColumns = header.flatMap((name, at) => (squeeze(name) === MARK ? [at] : []));
  const notAnnotated = new Map<string, number[]>();
  const unknown = new Set<string>();
  for (const row of rows) {
    const named = listColumns.flatMap((at) => (row[at] ?? "").split(/[;|,]/)).map((name) => name.trim());
    const marked = header.filter((_, at) => at !== caseColumn && squeeze(row[at] ?? "") === MARK);
    const names = [...named.filter((name) => name !== ""), ...marked];
    if (names.length === 0) continue;
    if (caseColumn < 0) throw new UsageError(`"${path}" marks structures as not annotated, but has no column "case"`);
    const written = row[caseColumn] ?? "";
    const name = caseNameOf(written) ?? written;
    const labels = new Set(notAnnotated.get(name));
    for (const structure of names) {
      const label = labelOf.get(structure);
      if (label === undefined) unknown.add(structure);
      else labels.add(label);
    }
    notAnnotated.set(name, [...labels]);
  }
  return { notAnnotated, unknown: [...unknown] };
}

async function parseCsv(path: string, text: string): Promise<string[][]> {
  // Loaded only where there is a table, so that a start without one stays quick.
  const { parse } = await import("csv-parse/sync");
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true }) as string[][];
  } catch (cause) {
    throw new UsageError(`"${path}" is not CSV`, { cause });
  }
}
