import type { OrganizerRole } from "@bodymark/challenge-file";
import type { Database, Transaction } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { requireOrganizer } from "../organize/organizer-role.ts";
import { isOperator, type Viewer } from "../viewer.ts";
import { organizes } from "../visibility.ts";

/** The list of a challenge, or of the platform: then `challengeId` and `slug` are null. */
export interface ListAccess {
  readonly challengeId: string | null;
  readonly slug: string | null;
}

/**
 * A list for whoever may see its challenge.
 * @throws Refusal `not-found`, for a draft to all but its organizers
 */
export async function requireVisibleList(db: Database, viewer: Viewer, slug: string | null): Promise<ListAccess> {
  if (slug === null) return { challengeId: null, slug };
  const row = await db.challenge.findUnique({ where: { slug }, select: { id: true, visibility: true } });
  if (!row || (row.visibility !== "public" && !(await organizes(db, viewer, row.id)))) throw notFound("challenge");
  return { challengeId: row.id, slug };
}

/**
 * A list for those who write to it: editors and owners of its challenge (with `least` reviewer, those who may look on),
 * operators for the platform.
 * @throws Refusal `not-found` for everybody else, `not-allowed` for a lesser role
 */
export async function requireWrittenList(
  db: Database | Transaction,
  viewer: Viewer,
  slug: string | null,
  least: OrganizerRole,
): Promise<ListAccess & { userId: string }> {
  if (slug === null) {
    if (!viewer || !isOperator(viewer)) throw notFound("page");
    return { challengeId: null, slug, userId: viewer.userId };
  }
  const { id, userId } = await requireOrganizer(db, viewer, slug, least);
  return { challengeId: id, slug, userId };
}
