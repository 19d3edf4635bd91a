import type { Database, Transaction } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { lockTeam, type OwnMembership, requireMember, requireOwner } from "./own-team.ts";

/**
 * Leaves a team; what was handed in stays the team's. The last member ends a team that has handed nothing in; with
 * submissions it keeps one, so that its rows on the board stand for somebody.
 * @throws Refusal `last-owner`: hand the team over first, or there is nobody to hand it to
 */
export async function leaveTeam(db: Database, viewer: Viewer, teamId: string): Promise<{ ended: boolean }> {
  return await db.$transaction(async (tx) => {
    await lockTeam(tx, teamId);
    const member = await requireMember(tx, viewer, teamId);
    const others = await tx.teamMember.findMany({ where: { teamId, NOT: { userId: member.userId } } });
    if (member.role === "owner" && others.length > 0) {
      throw new Refusal("last-owner", "Hand the team over to another member first.");
    }
    const submissions = await tx.submission.count({ where: { teamId } });
    if (others.length === 0 && submissions > 0) {
      throw new Refusal(
        "last-owner",
        "You are the last member and the team has submissions. Invite somebody and hand the team over, or stay.",
      );
    }
    const ended = others.length === 0;
    await writeTeamAudit(tx, member, ended ? "team.ended" : "team.member-left", { member: member.userId });
    if (ended) await tx.team.delete({ where: { id: teamId } });
    else await tx.teamMember.delete({ where: { teamId_userId: { teamId, userId: member.userId } } });
    await notify(
      tx,
      others.map(({ userId }) => userId),
      {
        kind: "team",
        title: `${member.user.name} left “${member.team.name}”`,
        href: `/teams/${teamId}`,
        dedupeKey: `team-left/${teamId}/${member.userId}/${member.joinedAt.getTime()}`,
      },
    );
    return { ended };
  });
}

/** Makes another member the owner; the owner of before becomes a member. */
export async function handOverTeam(db: Database, viewer: Viewer, teamId: string, userId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockTeam(tx, teamId);
    const owner = await requireOwner(tx, viewer, teamId);
    if (userId === owner.userId) return;
    const { count } = await tx.teamMember.updateMany({ where: { teamId, userId }, data: { role: "owner" } });
    if (count === 0) throw new Refusal("not-found", "There is no such member.");
    await tx.teamMember.update({
      where: { teamId_userId: { teamId, userId: owner.userId } },
      data: { role: "member" },
    });
    await writeTeamAudit(tx, owner, "team.handed-over", { to: userId });
    await notify(tx, [userId], {
      kind: "team",
      title: `You are now the owner of “${owner.team.name}”`,
      href: `/teams/${teamId}`,
      dedupeKey: `team-owner/${teamId}/${userId}/${Date.now()}`,
    });
  });
}

/** Removes a member; the owner alone may, and not themselves. Their submissions stay the team's. */
export async function removeMember(db: Database, viewer: Viewer, teamId: string, userId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockTeam(tx, teamId);
    const owner = await requireOwner(tx, viewer, teamId);
    if (userId === owner.userId) throw new Refusal("invalid-input", "You cannot remove yourself: leave the team.");
    const { count } = await tx.teamMember.deleteMany({ where: { teamId, userId } });
    if (count === 0) throw new Refusal("not-found", "There is no such member.");
    await writeTeamAudit(tx, owner, "team.member-removed", { member: userId });
    await notify(tx, [userId], {
      kind: "team",
      title: `You were removed from “${owner.team.name}”`,
      href: `/challenges/${owner.team.challenge.slug}`,
      dedupeKey: `team-removed/${teamId}/${userId}/${Date.now()}`,
    });
  });
}

async function writeTeamAudit(
  tx: Transaction,
  actor: OwnMembership,
  action: string,
  details: Record<string, string>,
): Promise<void> {
  await writeAudit(tx, {
    actorId: actor.userId,
    actorKind: "user",
    action,
    subjectKind: "team",
    subjectId: actor.teamId,
    challengeId: actor.challengeId,
    details,
  });
}
