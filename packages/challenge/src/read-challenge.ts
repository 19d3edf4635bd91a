import type { Structure } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound } from "./errors.ts";
import { listPhases, type PhaseView } from "./phase-view.ts";
import { readStructures } from "./read-structures.ts";
import type { Viewer } from "./viewer.ts";
import { organizes } from "./visibility.ts";

export interface ChallengeView {
  slug: string;
  title: string;
  summary: string;
  overview: string;
  rules: string;
  dataNotes: string;
  discussionUrl: string | null;
  admission: string;
  emailDomains: readonly string[];
  visibility: string;
  /** Name of the picture that is its logo. */
  logo: string | null;
  structures: readonly Structure[];
  phases: readonly PhaseView[];
  teams: number;
  organizers: readonly string[];
  /** The viewer's team, if any. */
  team: { id: string; name: string; state: string } | null;
  may: { organize: boolean };
}

/** A challenge as the viewer may see it; a draft is known to its organizers alone. */
export async function readChallenge(db: Database, viewer: Viewer, slug: string): Promise<ChallengeView> {
  const row = await db.challenge.findUnique({
    where: { slug },
    include: { organizers: { include: { user: { select: { name: true } } } }, _count: { select: { teams: true } } },
  });
  if (!row) throw notFound("challenge");
  const organizer = await organizes(db, viewer, row.id);
  if (row.visibility !== "public" && !organizer) throw notFound("challenge");
  const now = await databaseNow(db);
  const member = viewer
    ? await db.teamMember.findUnique({
        where: { challengeId_userId: { challengeId: row.id, userId: viewer.userId } },
        include: { team: true },
      })
    : null;
  return {
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    overview: row.overview,
    rules: row.rules,
    dataNotes: row.dataNotes,
    discussionUrl: row.discussionUrl,
    admission: row.admission,
    emailDomains: row.emailDomains,
    visibility: row.visibility,
    logo: row.logoKey,
    structures: (await readStructures(db, row.id)).structures,
    phases: await listPhases(db, row.id, now),
    teams: row._count.teams,
    organizers: row.organizers.map((o) => o.user.name),
    team: member ? { id: member.team.id, name: member.team.name, state: member.team.state } : null,
    may: { organize: organizer },
  };
}
