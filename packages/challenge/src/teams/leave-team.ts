import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { lockTeam, requireMember } from "./own-team.ts";
import { writeTeamAudit } from "./write-team-audit.ts";

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
