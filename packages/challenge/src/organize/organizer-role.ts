import { ORGANIZER_ROLES, type OrganizerRole, organizerRoleSchema } from "@bodymark/challenge-file";
import type { Database, Transaction } from "@bodymark/db";
import { notFound, Refusal } from "../errors.ts";
import { isOperator, type Viewer } from "../viewer.ts";

/** The viewer's role among a challenge's organizers; operators are owners everywhere. Null for everybody else. */
export async function organizerRole(
  db: Database | Transaction,
  viewer: Viewer,
  challengeId: string,
): Promise<OrganizerRole | null> {
  if (!viewer) return null;
  if (isOperator(viewer)) return "owner";
  const row = await db.challengeOrganizer.findUnique({
    where: { challengeId_userId: { challengeId, userId: viewer.userId } },
    select: { role: true },
  });
  return row ? organizerRoleSchema.parse(row.role) : null;
}

/**
 * The challenge of an address, for one of its organizers with at least the role `least`.
 * @throws Refusal `not-found` for everybody else, whether it exists or not; `not-allowed` for a lesser role
 */
export async function requireOrganizer(
  db: Database | Transaction,
  viewer: Viewer,
  slug: string,
  least: OrganizerRole,
): Promise<{ id: string; slug: string; visibility: string; role: OrganizerRole; userId: string }> {
  const row = await db.challenge.findUnique({ where: { slug }, select: { id: true, slug: true, visibility: true } });
  const role = row ? await organizerRole(db, viewer, row.id) : null;
  if (!row || !role || !viewer) throw notFound("challenge");
  requireRole(role, least);
  return { ...row, role, userId: viewer.userId };
}

/** @throws Refusal `not-allowed` where the role is less than what is asked for */
export function requireRole(role: OrganizerRole, least: OrganizerRole): void {
  if (ORGANIZER_ROLES.indexOf(role) <= ORGANIZER_ROLES.indexOf(least)) return;
  const who = least === "owner" ? "an owner" : "an editor or owner";
  throw new Refusal("not-allowed", `You are ${role} of this challenge; this needs ${who}. Ask one of its owners.`);
}

/** Whether this person may create challenges: organizers and operators; participants ask an operator for the role. */
export function mayCreateChallenges(viewer: Viewer): boolean {
  return viewer?.role === "organizer" || viewer?.role === "operator";
}
