import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { requireMember } from "./own-team.ts";

export interface TeamView {
  id: string;
  name: string;
  state: string;
  challenge: { slug: string; title: string };
  rulesAcceptedAt: string | null;
  submissions: number;
  /** What the viewer is in it: owner or member. */
  role: string;
  members: readonly {
    userId: string;
    name: string;
    affiliation: string | null;
    role: string;
    joinedAt: string;
    submissions: number;
    isViewer: boolean;
  }[];
  /** Open invitations, seen by the owner alone. */
  invites: readonly { id: string; email: string | null; uses: number; maxUses: number; expiresAt: string }[];
}

/** A team as its members see it; to everybody else it does not exist. */
export async function readTeam(db: Database, viewer: Viewer, teamId: string): Promise<TeamView> {
  const own = await requireMember(db, viewer, teamId);
  const [members, bySubmitter, invites] = await Promise.all([
    db.teamMember.findMany({
      where: { teamId },
      include: { user: { select: { name: true, affiliation: true } } },
      orderBy: [{ joinedAt: "asc" }],
    }),
    db.submission.groupBy({ by: ["createdById"], where: { teamId }, _count: true }),
    own.role === "owner" ? readOpenInvites(db, teamId) : [],
  ]);
  const counts = new Map(bySubmitter.map((row) => [row.createdById, row._count]));
  return {
    id: teamId,
    name: own.team.name,
    state: own.team.state,
    challenge: { slug: own.team.challenge.slug, title: own.team.challenge.title },
    rulesAcceptedAt: own.team.rulesAcceptedAt?.toISOString() ?? null,
    submissions: bySubmitter.reduce((sum, row) => sum + row._count, 0),
    role: own.role,
    members: members.map((member) => ({
      userId: member.userId,
      name: member.user.name,
      affiliation: member.user.affiliation,
      role: member.role,
      joinedAt: member.joinedAt.toISOString(),
      submissions: counts.get(member.userId) ?? 0,
      isViewer: member.userId === viewer?.userId,
    })),
    invites,
  };
}

async function readOpenInvites(db: Database, teamId: string): Promise<TeamView["invites"]> {
  const rows = await db.$queryRaw<
    { id: string; email: string | null; uses: number; maxUses: number; expiresAt: Date }[]
  >`select id, email, uses, "maxUses", "expiresAt" from "TeamInvite"
    where "teamId" = ${teamId} and "revokedAt" is null and uses < "maxUses" and "expiresAt" > now()
    order by "createdAt"`;
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}
