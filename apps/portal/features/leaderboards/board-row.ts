import type { BoardEntry } from "@bodymark/challenge";

/** An entry with the figures that the table shows for the chosen structure (or the mean over all). */
export interface BoardRow {
  readonly entry: BoardEntry;
  readonly dice: number | null;
  readonly nsd: number | null;
  /** Cases that count for the shown figures. */
  readonly cases: number;
  /** A letter for its hardware where the board mixes several, else null. */
  readonly hardwareLetter: string | null;
}

export const SORT_KEYS = ["rank", "algorithm", "dice", "nsd", "medianMs", "peakMemoryBytes", "failedCases"] as const;
/** A column, or `group:<name>` for the mean DSC of a group. */
export type SortKey = (typeof SORT_KEYS)[number] | `group:${string}`;
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

export function toSortKey(text: string | undefined, groups: readonly string[]): SortKey | null {
  const plain = SORT_KEYS.find((key) => key === text);
  if (plain) return plain;
  const group = groups.find((name) => `group:${name}` === text);
  return group ? `group:${group}` : null;
}

/** Which way a column is first sorted: best on top. */
export function bestFirst(key: SortKey): boolean {
  return key === "dice" || key === "nsd" || key.startsWith("group:");
}

export function toRows(entries: readonly BoardEntry[], structure: string | null): BoardRow[] {
  const letters = hardwareLetters(entries);
  return entries.map((entry) => {
    const shown = structure === null ? null : entry.structures.find(({ name }) => name === structure);
    return {
      entry,
      dice: structure === null ? entry.dice : (shown?.dice ?? null),
      nsd: structure === null ? entry.nsd : (shown?.nsd ?? null),
      cases: structure === null ? entry.caseCount : (shown?.cases ?? 0),
      hardwareLetter: letters.get(hardwareOf(entry)) ?? null,
    };
  });
}

const hardwareOf = (entry: BoardEntry): string => entry.fingerprint ?? entry.hardware;

/** A letter for each hardware, in the board's order; none where all ran on the same. */
function hardwareLetters(entries: readonly BoardEntry[]): Map<string, string> {
  const kinds = [...new Set(entries.map(hardwareOf))];
  return kinds.length < 2 ? new Map() : new Map(kinds.map((kind, i) => [kind, letterOf(i)]));
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : `#${index + 1}`;
}

/** Sorts rows for reading; their ranks stay. What is not measured comes last either way, ties keep the board's order. */
export function sortRows(rows: readonly BoardRow[], { key, descending }: Sorting): BoardRow[] {
  return rows.toSorted((a, b) => {
    const [x, y] = [figureOf(a, key), figureOf(b, key)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order = typeof x === "string" || typeof y === "string" ? String(x).localeCompare(String(y), "en") : x - y;
    return descending ? -order : order;
  });
}

function figureOf(row: BoardRow, key: SortKey): string | number | null {
  if (key === "algorithm") return row.entry.algorithm;
  if (key === "dice" || key === "nsd") return row[key];
  if (key.startsWith("group:")) {
    return row.entry.groups.find(({ name }) => `group:${name}` === key)?.dice ?? null;
  }
  return row.entry[key as "rank" | "medianMs" | "peakMemoryBytes" | "failedCases"];
}
