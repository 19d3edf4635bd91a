import type { Database, Prisma, Transaction } from "@bodymark/db";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";

const include = {
  team: { include: { challenge: true } },
  user: { select: { name: true } },
} satisfies Prisma.TeamMemberInclude;
export type OwnMembership = Prisma.TeamMemberGetPayload<{ include: typeof include }>;

/** The viewer's membership in a team; to everybody else the team does not exist. */
export async function requireMember(
  db: Database | Transaction,
  viewer: Viewer,
  teamId: string,
): Promise<OwnMembership> {
  const member = viewer
    ? await db.teamMember.findUnique({ where: { teamId_userId: { teamId, userId: viewer.userId } }, include })
    : null;
  if (!member) throw notFound("team");
  return member;
}

/** As `requireMember`, for what the team's owner alone may do. */
export async function requireOwner(db: Database | Transaction, viewer: Viewer, teamId: string): Promise<OwnMembership> {
  const member = await requireMember(db, viewer, teamId);
  if (member.role !== "owner") throw new Refusal("not-approved", "Only the team's owner may do this.");
  return member;
}

/** Makes changes of one team's members wait for each other, until the transaction ends. */
export async function lockTeam(tx: Transaction, teamId: string): Promise<void> {
  await tx.$executeRaw`select 1 from "Team" where id = ${teamId} for update`;
}
