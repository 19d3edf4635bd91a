import type { CaseView } from "@bodymark/challenge";

/** One value of a structure in one case. */
export interface CaseValue {
  readonly ordinal: number;
  readonly dice: number;
}

/** The DSC of every counted case of a structure, by its label; empty where single cases may not be seen. */
export function diceByStructure(cases: readonly CaseView[]): Map<number, CaseValue[]> {
  const values = new Map<number, CaseValue[]>();
  for (const { ordinal, structures } of cases) {
    for (const { label, dice } of structures ?? []) {
      if (dice === null || dice === undefined) continue;
      const list = values.get(label) ?? [];
      list.push({ ordinal, dice });
      values.set(label, list);
    }
  }
  return values;
}

/** A quantile of sorted values by linear interpolation (Hyndman and Fan's type 7). */
export function quantile(sorted: readonly number[], p: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
