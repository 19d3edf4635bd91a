import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { lockTeam, requireOwner } from "./own-team.ts";
import { writeTeamAudit } from "./write-team-audit.ts";

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
