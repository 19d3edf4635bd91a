import { toScoreArrays } from "@bodymark/challenge";
import type { Scorer, StructureScore, StructuresFile } from "@bodymark/contracts";
import { Prisma } from "@bodymark/db";

/** By what the scores were made. */
export interface Scoring extends Scorer {
  structures: StructuresFile;
  referenceRevision: number;
}

/** One case's row of scores, without its key. */
export function scoreColumns(structures: readonly StructureScore[], scoring: Scoring) {
  const { nsdMore, ...arrays } = toScoreArrays(structures, scoring.structures);
  return {
    ...arrays,
    nsdMore: nsdMore ?? Prisma.DbNull,
    scorerVersion: scoring.version,
    definition: scoring.definition,
    referenceRevision: scoring.referenceRevision,
  };
}
