import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { lockTeam, requireOwner } from "./own-team.ts";
import { writeTeamAudit } from "./write-team-audit.ts";

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
