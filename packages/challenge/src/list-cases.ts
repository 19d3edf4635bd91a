import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { readPhase } from "./read-phase.ts";
import type { Viewer } from "./viewer.ts";
import { casesAreOpen, organizes } from "./visibility.ts";

export interface CaseListItem {
  name: string;
  shape: readonly number[];
  spacingMm: readonly number[];
  sizeBytes: number;
  metadata: unknown;
  /** Whether its volumes may be looked at by everybody: every phase that uses it is public. */
  viewable: boolean;
}

/** The cases of a phase: of public ones everything, of hidden ones nothing but their number (null). */
export async function listCases(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<{ count: number; cases: readonly CaseListItem[] | null }> {
  const phase = await readPhase(db, viewer, slugs);
  const count = await db.phaseCase.count({ where: { phaseId: phase.id } });
  const open =
    (await organizes(db, viewer, phase.challengeId)) ||
    (phase.caseVisibility === "public" && casesAreOpen(phase, await databaseNow(db)));
  if (!open) return { count, cases: null };
  const rows = await db.phaseCase.findMany({
    where: { phaseId: phase.id },
    orderBy: { position: "asc" },
    include: { case: { include: { phases: { select: { phase: { select: { caseVisibility: true } } } } } } },
  });
  return {
    count,
    cases: rows.map(({ case: item }) => ({
      name: item.name,
      shape: item.shape,
      spacingMm: item.spacingMm,
      sizeBytes: Number(item.sizeBytes),
      metadata: item.metadata,
      viewable: item.phases.every(({ phase: { caseVisibility } }) => caseVisibility === "public"),
    })),
  };
}
