import { randomBytes } from "node:crypto";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import { hashToken } from "../hash-token.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { lockTeam, requireOwner } from "./own-team.ts";

const LIFETIME_DAYS = 7;
/** Open invitations of one team, so that nobody sends mail to the world through us. */
const MOST_OPEN = 20;
/** People who may come by one link. */
export const MOST_USES = 20;

/**
 * Makes an invitation: by mail to one address, which alone may use it, once; or as a link for up to `maxUses` people.
 * Only a hash of the token is kept, so the link is shown this once.
 * @returns the path of the page to accept it; null for one that goes by mail
 */
export async function inviteToTeam(
  db: Database,
  viewer: Viewer,
  teamId: string,
  invite: { email: string } | { maxUses: number },
): Promise<{ id: string; path: string | null }> {
  const token = randomBytes(24).toString("base64url");
  const path = `/invitations?token=${token}`;
  const email = "email" in invite ? invite.email.trim().toLowerCase() : null;
  const maxUses = "maxUses" in invite ? invite.maxUses : 1;
  if (!Number.isInteger(maxUses) || maxUses < 1 || maxUses > MOST_USES) {
    throw new Refusal("invalid-input", `A link is for 1 to ${MOST_USES} people.`);
  }
  const id = newId("invite");
  await db.$transaction(async (tx) => {
    const { team, user } = await requireOwner(tx, viewer, teamId);
    await lockTeam(tx, teamId);
    const [{ open } = { open: 0 }] = await tx.$queryRaw<{ open: number }[]>`
      select count(*)::int as open from "TeamInvite"
      where "teamId" = ${teamId} and "revokedAt" is null and uses < "maxUses" and "expiresAt" > now()`;
    if (open >= MOST_OPEN) {
      throw new Refusal("quota-reached", `${MOST_OPEN} invitations are open already. Withdraw one first.`);
    }
    await tx.$executeRaw`
      insert into "TeamInvite" (id, "teamId", "tokenHash", email, "maxUses", "createdById", "expiresAt")
      values (${id}, ${teamId}, ${hashToken(token)}, ${email}, ${maxUses}, ${viewer?.userId ?? null},
        now() + make_interval(days => ${LIFETIME_DAYS}))`;
    await writeAudit(tx, {
      actorId: viewer?.userId ?? null,
      actorKind: "user",
      action: "team.invited",
      subjectKind: "team",
      subjectId: teamId,
      challengeId: team.challengeId,
      details: { invite: id, byMail: email !== null, maxUses },
    });
    if (email) {
      const text = { from: user.name, team: team.name, challenge: team.challenge.title, path, days: LIFETIME_DAYS };
      await queueMail(tx, { to: email, kind: "team-invite", ...MAIL_TEXTS.teamInvite(text) });
    }
  });
  return { id, path: email ? null : path };
}

/** Withdraws an invitation of one's own team. */
export async function withdrawInvite(db: Database, viewer: Viewer, teamId: string, id: string): Promise<void> {
  await requireOwner(db, viewer, teamId);
  await db.$executeRaw`update "TeamInvite" set "revokedAt" = now() where id = ${id} and "teamId" = ${teamId}`;
}
