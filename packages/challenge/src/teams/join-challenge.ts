import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { databaseNow } from "../database-clock.ts";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { refuseUnadmitted } from "./admission.ts";
import { explainTaken } from "./explain-taken.ts";

export interface JoinRequest {
  challenge: string;
  teamName: string;
  rulesAccepted: boolean;
}

/**
 * Makes a team of one that takes part in a challenge. A person is in one team of a challenge. Where organizers approve
 * teams, it waits and they are told.
 * @throws Refusal `not-confirmed`, `rules-not-accepted`, `already-joined`, `name-taken`, `not-approved` (institutional
 *   e-mail demanded)
 */
export async function joinChallenge(
  db: Database,
  viewer: Viewer,
  request: JoinRequest,
): Promise<{ teamId: string; state: string }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to join a challenge.");
  const challenge = await db.challenge.findUnique({
    where: { slug: request.challenge },
    include: { organizers: { select: { userId: true } } },
  });
  if (challenge?.visibility !== "public") throw notFound("challenge");
  if (!request.rulesAccepted) throw new Refusal("rules-not-accepted", "Accept the challenge's rules to join it.");
  const name = request.teamName.trim();
  if (name.length < 1 || name.length > 80)
    throw new Refusal("invalid-input", "Give the team a name of 1 to 80 characters.");
  await refuseUnadmitted(db, challenge, viewer.userId);
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
      if (state === "pending") {
        await notify(
          tx,
          challenge.organizers.map(({ userId }) => userId),
          {
            kind: "team",
            title: `The team “${name}” waits for approval`,
            body: `In ${challenge.title}.`,
            href: `/organize/${challenge.slug}/teams`,
            dedupeKey: `team-waits/${teamId}`,
          },
        );
      }
    });
  } catch (cause) {
    throw await explainTaken(db, cause, { challengeId: challenge.id, userId: viewer.userId, name });
  }
  return { teamId, state };
}
