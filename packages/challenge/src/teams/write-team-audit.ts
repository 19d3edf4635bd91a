import type { Transaction } from "@bodymark/db";
import { writeAudit } from "../write-audit.ts";
import type { OwnMembership } from "./own-team.ts";

/** Notes in the audit log what a member did to the team. */
export async function writeTeamAudit(
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
