import type { Database } from "@bodymark/db";
import { readPhase } from "./read-phase.ts";
import type { Viewer } from "./viewer.ts";

/** Where a public case's files lie in the object store; never handed to a browser. */
export interface SampleCase {
  readonly name: string;
  readonly imageKey: string;
  readonly labelKey: string;
  readonly sizeBytes: number;
}

/**
 * The smallest public case of a challenge, for the starter kit: of this phase if its cases are public, else of another
 * phase of the challenge whose cases are; null where every case is hidden. A case that a hidden phase uses too is none.
 */
export async function readSampleCase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<SampleCase | null> {
  const phase = await readPhase(db, viewer, slugs);
  const rows = await db.case.findMany({
    where: {
      challengeId: phase.challengeId,
      phases: { some: { phase: { caseVisibility: "public" } }, none: { phase: { caseVisibility: { not: "public" } } } },
    },
    orderBy: [{ sizeBytes: "asc" }, { name: "asc" }],
    include: {
      phases: { select: { phaseId: true } },
      references: { orderBy: { revision: "desc" }, take: 1 },
    },
  });
  const usable = rows.filter((row) => row.references.length > 0);
  const chosen = usable.find((row) => row.phases.some(({ phaseId }) => phaseId === phase.id)) ?? usable[0];
  const reference = chosen?.references[0];
  if (!chosen || !reference) return null;
  return {
    name: chosen.name,
    imageKey: chosen.imageKey,
    labelKey: reference.labelKey,
    sizeBytes: Number(chosen.sizeBytes),
  };
}
