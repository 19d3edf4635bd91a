import type { OrganizerRole } from "@bodymark/challenge-file";
import type { Database, Prisma } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { organizerRole, requireOrganizer, requireRole } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";

const include = {
  phase: { include: { challenge: { select: { slug: true, title: true } } } },
  team: { select: { id: true, name: true } },
} satisfies Prisma.SubmissionInclude;

/**
 * A submission for one of its challenge's organizers with at least the role `least`.
 * @throws Refusal `not-found` for everybody else, its own team included; `not-allowed` for a lesser role
 */
export async function requireManagedSubmission(db: Database, viewer: Viewer, id: string, least: OrganizerRole) {
  const row = await db.submission.findUnique({ where: { id }, include });
  const role = row ? await organizerRole(db, viewer, row.phase.challengeId) : null;
  if (!row || !role || !viewer) throw notFound("submission");
  requireRole(role, least);
  return { ...row, actorId: viewer.userId };
}

/**
 * A phase by its two slugs, likewise.
 * @throws Refusal `not-found`, `not-allowed`
 */
export async function requireManagedPhase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  least: OrganizerRole,
) {
  const challenge = await requireOrganizer(db, viewer, slugs.challenge, least);
  const phase = await db.phase.findUnique({
    where: { challengeId_slug: { challengeId: challenge.id, slug: slugs.phase } },
    include: { challenge: { select: { slug: true, title: true } } },
  });
  if (!phase) throw notFound("phase");
  return { ...phase, actorId: challenge.userId };
}

/**
 * The slugs of a submission's challenge and phase, for its organizers.
 * @throws Refusal `not-found` for everybody else
 */
export async function findManagedPhase(
  db: Database,
  viewer: Viewer,
  submissionId: string,
): Promise<{ challenge: string; phase: string }> {
  const { phase } = await requireManagedSubmission(db, viewer, submissionId, "reviewer");
  return { challenge: phase.challenge.slug, phase: phase.slug };
}
