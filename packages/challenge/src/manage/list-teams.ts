import type { Database } from "@bodymark/db";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";

export interface ManagedTeam {
  id: string;
  name: string;
  /** pending | approved | refused */
  state: string;
  createdAt: string;
  members: readonly {
    name: string;
    email: string;
    emailVerified: boolean;
    affiliation: string | null;
    country: string | null;
    role: string;
  }[];
  submissions: number;
}

/** A challenge's teams with their people, for its organizers: those that wait first, then by name. */
export async function listTeams(db: Database, viewer: Viewer, slug: string): Promise<ManagedTeam[]> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const rows = await db.team.findMany({
    where: { challengeId: challenge.id },
    orderBy: { name: "asc" },
    include: {
      members: { orderBy: { joinedAt: "asc" }, include: { user: true } },
      _count: { select: { submissions: true } },
    },
  });
  const teams = rows.map(({ id, name, state, createdAt, members, _count }) => ({
    ...{ id, name, state },
    createdAt: createdAt.toISOString(),
    members: members.map(({ role, user }) => ({
      name: user.name,
      email: user.email,
      emailVerified: user.emailVerified,
      affiliation: user.affiliation,
      country: user.country,
      role,
    })),
    submissions: _count.submissions,
  }));
  return teams.sort((a, b) => Number(b.state === "pending") - Number(a.state === "pending"));
}
