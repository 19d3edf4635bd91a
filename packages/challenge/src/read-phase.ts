import type { Database, Prisma } from "@bodymark/db";
import { notFound } from "./errors.ts";
import type { Viewer } from "./viewer.ts";
import { organizes } from "./visibility.ts";

const withChallenge = { challenge: true } satisfies Prisma.PhaseInclude;
export type PhaseWithChallenge = Prisma.PhaseGetPayload<{ include: typeof withChallenge }>;

/** A phase by the two slugs, if the viewer may know of it; a draft is known to its organizers alone. */
export async function readPhase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<PhaseWithChallenge> {
  const phase = await db.phase.findFirst({
    where: { slug: slugs.phase, challenge: { slug: slugs.challenge } },
    include: withChallenge,
  });
  if (!phase) throw notFound("phase");
  if (phase.challenge.visibility !== "public" && !(await organizes(db, viewer, phase.challengeId)))
    throw notFound("phase");
  return phase;
}
