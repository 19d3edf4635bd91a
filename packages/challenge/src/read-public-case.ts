import type { Database } from "@bodymark/db";
import { notFound } from "./errors.ts";
import type { CaseListItem } from "./list-cases.ts";
import { readPhase } from "./read-phase.ts";
import type { Viewer } from "./viewer.ts";

/** A case that everybody may look at, with the keys of its files in the object store; those stay on the server. */
export interface PublicCase extends CaseListItem {
  readonly imageKey: string;
  readonly referenceKey: string;
  /** The cases before and after it in the phase that may be looked at too. */
  readonly previous: string | null;
  readonly next: string | null;
}

/**
 * A case of a phase whose cases are public, with its current reference, for whoever may see the challenge. One that a
 * hidden phase uses too is none: its reference decides there.
 * @throws Refusal `not-found` for every other case
 */
export async function readPublicCase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string; case: string },
): Promise<PublicCase> {
  const phase = await readPhase(db, viewer, slugs);
  const rows = await db.phaseCase.findMany({
    where: {
      phaseId: phase.id,
      phase: { caseVisibility: "public" },
      case: { phases: { none: { phase: { caseVisibility: { not: "public" } } } } },
    },
    orderBy: { position: "asc" },
    select: { caseId: true, case: { select: { name: true } } },
  });
  const at = rows.findIndex((row) => row.case.name === slugs.case);
  const item = await db.case.findUnique({
    where: { id: rows[at]?.caseId ?? "" },
    include: { references: { orderBy: { revision: "desc" }, take: 1 } },
  });
  const reference = item?.references[0];
  if (!item || !reference) throw notFound("case");
  return {
    name: item.name,
    shape: item.shape,
    spacingMm: item.spacingMm,
    sizeBytes: Number(item.sizeBytes),
    metadata: item.metadata,
    viewable: true,
    imageKey: item.imageKey,
    referenceKey: reference.labelKey,
    previous: rows[at - 1]?.case.name ?? null,
    next: rows[at + 1]?.case.name ?? null,
  };
}
