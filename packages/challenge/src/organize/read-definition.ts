import type { ChallengeDocument } from "@bodymark/challenge-file";
import type { Database } from "@bodymark/db";
import { databaseNow } from "../database-clock.ts";
import type { Viewer } from "../viewer.ts";
import { documentVersion } from "./document-version.ts";
import { requireOrganizer } from "./organizer-role.ts";
import { readOpenedPhases } from "./phase-effects.ts";
import { readDocument } from "./read-document.ts";

export interface DefinitionView {
  document: ChallengeDocument;
  role: "owner" | "editor" | "reviewer";
  /** For `ifVersion`: the challenge has not changed as long as it is the same. */
  version: string;
  /** The phases that have opened: what is frozen in them changes by amendment alone. */
  opened: readonly { slug: string; submissions: number; evaluated: number; waiting: number }[];
}

/** A challenge as its organizers edit it. @throws Refusal `not-found` for everybody else */
export async function readDefinition(db: Database, viewer: Viewer, slug: string): Promise<DefinitionView> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const [document, opened] = await db.$transaction(async (tx) => [
    await readDocument(tx, challenge.id),
    await readOpenedPhases(tx, challenge, await databaseNow(tx)),
  ]);
  return {
    document,
    version: documentVersion(document),
    role: challenge.role,
    opened: opened.map((phase) => ({ slug: phase.slug, ...phase.counts })),
  };
}
