import type { Direction, ScoreRow } from "../src/index.ts";

/** The schemes as docs/ranking.md words them, slowly and from the rows, for tests to compare with. */

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

export function ranksOf(values: readonly (number | null)[], direction: Direction): number[] {
  const isBetter = (a: number, b: number) =>
    Math.abs(a - b) > 1e-12 * Math.max(Math.abs(a), Math.abs(b)) && (direction === "higher" ? a > b : a < b);
  return values.map((value) =>
    value === null
      ? 1 + values.filter((other) => other !== null).length
      : 1 + values.filter((other) => other !== null && isBetter(other, value)).length,
  );
}

/** [entry][case]; null where an entry misses every structure of the case. */
export function caseMeans(rows: readonly ScoreRow[], metric: string, direction: Direction) {
  const ofMetric = rows.filter((row) => row.metric === metric);
  const observed = ofMetric.flatMap(({ value }) => (value === null ? [] : [value]));
  const fill = direction === "higher" ? 0 : Math.max(...observed);
  const names = (key: "submission" | "case" | "structure") => [...new Set(ofMetric.map((row) => row[key]))].sort();
  const entries = [...new Set(rows.map((row) => row.submission))].sort();
  return entries.map((submission) =>
    names("case").map((name) => {
      const counting = names("structure").filter((s) => ofMetric.some((r) => r.case === name && r.structure === s));
      const values = counting.map(
        (s) => ofMetric.find((r) => r.submission === submission && r.case === name && r.structure === s)?.value ?? null,
      );
      return { value: mean(values.map((value) => value ?? fill)), missing: values.every((value) => value === null) };
    }),
  );
}
