import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { requireOrganizer } from "./organizer-role.ts";

export interface OrganizerCase {
  name: string;
  patient: string | null;
  metadata: unknown;
  sizeBytes: number;
  shape: readonly number[];
  spacingMm: readonly number[];
  imageSha256: string;
  labelSha256: string;
  /** The reference's current revision, and when it came. */
  revision: number;
  revisedAt: string;
  note: string | null;
  present: readonly number[];
  notAnnotated: readonly number[];
  /** Slugs of the phases that it is in. */
  phases: readonly string[];
  /** Whether submissions have run on it: then it cannot be removed. */
  used: boolean;
}

/** All cases of a challenge, by name, for its organizers. */
export async function listOrganizerCases(db: Database, viewer: Viewer, slug: string): Promise<OrganizerCase[]> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const rows = await db.case.findMany({
    where: { challengeId: challenge.id },
    orderBy: { name: "asc" },
    include: {
      references: { orderBy: { revision: "desc" }, take: 1 },
      phases: { include: { phase: { select: { slug: true, position: true } } } },
      runs: { take: 1, select: { id: true } },
    },
  });
  return rows.map((row) => {
    const reference = row.references[0];
    return {
      name: row.name,
      patient: row.patient,
      metadata: row.metadata,
      sizeBytes: Number(row.sizeBytes),
      shape: row.shape,
      spacingMm: row.spacingMm,
      imageSha256: row.imageSha256,
      labelSha256: reference?.labelSha256 ?? "",
      revision: reference?.revision ?? 0,
      revisedAt: (reference?.createdAt ?? row.createdAt).toISOString(),
      note: reference?.note ?? null,
      present: reference?.present ?? [],
      notAnnotated: reference?.notAnnotated ?? [],
      phases: row.phases.sort((a, b) => a.phase.position - b.phase.position).map((p) => p.phase.slug),
      used: row.runs.length > 0,
    };
  });
}
