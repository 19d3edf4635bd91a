import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound, Refusal } from "./errors.ts";
import type { Viewer } from "./viewer.ts";
import { writeAudit } from "./write-audit.ts";

export interface JoinRequest {
  challenge: string;
  teamName: string;
  rulesAccepted: boolean;
}

/**
 * Makes a team of one that takes part in a challenge. A person is in one team of a challenge.
 * @throws Refusal `rules-not-accepted`, `already-joined`, `name-taken`, `not-approved` (institutional e-mail demanded)
 */
export async function joinChallenge(
  db: Database,
  viewer: Viewer,
  request: JoinRequest,
): Promise<{ teamId: string; state: string }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to join a challenge.");
  const challenge = await db.challenge.findUnique({ where: { slug: request.challenge } });
  if (challenge?.visibility !== "public") throw notFound("challenge");
  if (!request.rulesAccepted) throw new Refusal("rules-not-accepted", "Accept the challenge's rules to join it.");
  const name = request.teamName.trim();
  if (name.length < 1 || name.length > 80)
    throw new Refusal("invalid-input", "Give the team a name of 1 to 80 characters.");
  const user = await db.user.findUniqueOrThrow({ where: { id: viewer.userId }, select: { email: true } });
  const domain = user.email.split("@")[1]?.toLowerCase() ?? "";
  if (challenge.admission === "domain" && !challenge.emailDomains.includes(domain)) {
    throw new Refusal(
      "not-approved",
      `This challenge asks for an e-mail address at ${challenge.emailDomains.join(", ")}.`,
    );
  }
  const teamId = newId("team");
  const state = challenge.admission === "approval" ? "pending" : "approved";
  try {
    await db.$transaction(async (tx) => {
      await tx.team.create({
        data: { id: teamId, challengeId: challenge.id, name, state, rulesAcceptedAt: await databaseNow(tx) },
      });
      await tx.teamMember.create({
        data: { teamId, userId: viewer.userId, challengeId: challenge.id, role: "owner" },
      });
      await writeAudit(tx, {
        actorId: viewer.userId,
        actorKind: "user",
        action: "team.joined",
        subjectKind: "team",
        subjectId: teamId,
        challengeId: challenge.id,
      });
    });
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    const mine = await db.teamMember.findUnique({
      where: { challengeId_userId: { challengeId: challenge.id, userId: viewer.userId } },
    });
    if (mine) throw new Refusal("already-joined", "You are in a team of this challenge already.", { cause });
    throw new Refusal("name-taken", `Another team is called “${name}”. Choose another name.`, { cause });
  }
  return { teamId, state };
}

/** Prisma's code for a unique constraint that a write would break. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
