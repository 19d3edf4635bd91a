import type { Database, Transaction } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { notFound, Refusal } from "../errors.ts";
import { hashToken } from "../hash-token.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { refuseUnadmitted } from "./admission.ts";
import { explainTaken } from "./explain-taken.ts";
import { lockTeam } from "./own-team.ts";

export interface InviteView {
  team: { id: string; name: string; state: string; members: readonly string[] };
  challenge: { slug: string; title: string; rules: string };
  /** Whether it is for one address alone, and whether that is the viewer's. */
  forAddress: "anybody" | "you" | "somebody-else";
  expiresAt: string;
  /** The viewer's team in this challenge, if there is one: then they cannot accept. */
  ownTeam: { id: string; name: string } | null;
}

/**
 * An open invitation, for whoever holds its link.
 * @throws Refusal `not-found` for one that is unknown, used up, withdrawn or expired
 */
export async function readInvite(db: Database, viewer: NonNullable<Viewer>, token: string): Promise<InviteView> {
  const invite = await findOpen(db, token);
  const { team } = invite;
  const [user, own] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: viewer.userId }, select: { email: true } }),
    db.teamMember.findUnique({
      where: { challengeId_userId: { challengeId: team.challengeId, userId: viewer.userId } },
      include: { team: { select: { id: true, name: true } } },
    }),
  ]);
  return {
    team: { id: team.id, name: team.name, state: team.state, members: team.members.map((m) => m.user.name) },
    challenge: { slug: team.challenge.slug, title: team.challenge.title, rules: team.challenge.rules },
    forAddress: invite.email === null ? "anybody" : invite.email === user.email ? "you" : "somebody-else",
    expiresAt: invite.expiresAt.toISOString(),
    ownTeam: own?.team ?? null,
  };
}

/**
 * Joins the team that an invitation is for. Uses are counted in the database, so parallel ones get no more than its
 * number.
 * @throws Refusal `not-found`, `rules-not-accepted`, `not-confirmed`, `not-approved`, `already-joined`
 */
export async function acceptInvite(
  db: Database,
  viewer: Viewer,
  token: string,
  rulesAccepted: boolean,
): Promise<{ teamId: string; challenge: string }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to accept the invitation.");
  const { id, email, team } = await findOpen(db, token);
  if (!rulesAccepted) throw new Refusal("rules-not-accepted", "Accept the challenge's rules to join the team.");
  const user = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } });
  if (email !== null && email !== user.email) {
    throw new Refusal("not-approved", "This invitation is for another e-mail address than your account's.");
  }
  await refuseUnadmitted(db, team.challenge, viewer.userId);
  const { challengeId } = team;
  try {
    await db.$transaction(async (tx) => {
      await lockTeam(tx, team.id);
      const used = await tx.$executeRaw`
        update "TeamInvite" set uses = uses + 1
        where id = ${id} and uses < "maxUses" and "revokedAt" is null and "expiresAt" > now()`;
      if (used === 0) throw notFound("invitation");
      await tx.teamMember.create({ data: { teamId: team.id, userId: viewer.userId, challengeId, role: "member" } });
      await writeAudit(tx, {
        actorId: viewer.userId,
        actorKind: "user",
        action: "team.member-joined",
        subjectKind: "team",
        subjectId: team.id,
        challengeId,
        details: { invite: id },
      });
      await notify(
        tx,
        team.members.map((member) => member.userId),
        {
          kind: "team",
          title: `${user.name} joined “${team.name}”`,
          href: `/teams/${team.id}`,
          dedupeKey: `team-joined/${id}/${viewer.userId}`,
        },
      );
    });
  } catch (cause) {
    throw await explainTaken(db, cause, { challengeId, userId: viewer.userId, name: team.name });
  }
  return { teamId: team.id, challenge: team.challenge.slug };
}

async function findOpen(db: Database | Transaction, token: string) {
  const invite = await db.teamInvite.findUnique({
    where: { tokenHash: hashToken(token) },
    include: {
      team: {
        include: {
          challenge: true,
          members: { include: { user: { select: { name: true } } }, orderBy: { joinedAt: "asc" } },
        },
      },
    },
  });
  const open = invite && invite.revokedAt === null && invite.uses < invite.maxUses;
  const [clock] = open ? await db.$queryRaw<{ valid: boolean }[]>`select ${invite.expiresAt} > now() as valid` : [];
  if (!open || !clock?.valid || invite.team.members.length === 0) throw notFound("invitation");
  return invite;
}
