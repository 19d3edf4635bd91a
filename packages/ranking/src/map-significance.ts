import { SIGNIFICANCE_LEVEL } from "./count-wins.ts";
import type { Ranking } from "./ranking.ts";

/** What a significance map shows: rows and columns in the order of the ranking. */
export interface SignificanceMap {
  readonly submissions: readonly string[];
  /** [row][column]: the adjusted p-value that the row's entry is better than the column's; null on the diagonal. */
  readonly pAdjusted: readonly (readonly (number | null)[])[];
  /** [row][column]: whether the row's entry is significantly better, at 5 % after Holm's adjustment. */
  readonly isBetter: readonly (readonly boolean[])[];
}

/** Lays the pairwise tests of a ranking out as a matrix. Entries without a rank are left out. */
export function mapSignificance({ ranking, significance }: Pick<Ranking, "ranking" | "significance">): SignificanceMap {
  const submissions = ranking.filter(({ rank }) => rank !== null).map(({ submission }) => submission);
  const placeOf = new Map(submissions.map((submission, place) => [submission, place]));
  const pAdjusted = submissions.map(() => new Array<number | null>(submissions.length).fill(null));
  for (const pair of significance) {
    const row = pAdjusted[placeOf.get(pair.better) ?? -1];
    const column = placeOf.get(pair.worse);
    if (row && column !== undefined) row[column] = pair.pAdjusted;
  }
  return {
    submissions,
    pAdjusted,
    isBetter: pAdjusted.map((row) => row.map((p) => p !== null && p <= SIGNIFICANCE_LEVEL)),
  };
}
