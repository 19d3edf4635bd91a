import type { Person } from "@bodymark/auth";
import { database } from "#server/database.ts";

export interface OwnTeam {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly challenge: { slug: string; title: string };
  readonly members: readonly string[];
  readonly submissions: number;
  readonly joinedAt: string;
}

/** The teams that a person is in, newest first. */
export async function readOwnTeams(person: Person): Promise<OwnTeam[]> {
  const rows = await database().teamMember.findMany({
    where: { userId: person.id },
    orderBy: { joinedAt: "desc" },
    include: {
      team: {
        include: {
          challenge: { select: { slug: true, title: true } },
          members: { include: { user: { select: { name: true } } }, orderBy: { joinedAt: "asc" } },
          _count: { select: { submissions: true } },
        },
      },
    },
  });
  return rows.map(({ team, joinedAt }) => ({
    id: team.id,
    name: team.name,
    state: team.state,
    challenge: team.challenge,
    members: team.members.map(({ user }) => user.name),
    submissions: team._count.submissions,
    joinedAt: joinedAt.toISOString(),
  }));
}
