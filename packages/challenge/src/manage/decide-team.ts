import type { Database } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { notFound } from "../errors.ts";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { countOf, requireConfirmed } from "./require-confirmed.ts";

export type TeamDecision = "approved" | "refused";

/**
 * Admits a team to a challenge, or refuses it; either can be changed later, and its members are told. A refusal asks for
 * confirmation. What a refused team has handed in stays.
 * @throws Refusal `not-found`, `not-allowed`, `confirmation-needed`
 */
export async function decideTeam(
  db: Database,
  viewer: Viewer,
  slug: string,
  teamId: string,
  { decision, reason = "", confirm }: { decision: TeamDecision; reason?: string; confirm?: string | undefined },
): Promise<void> {
  const challenge = await requireOrganizer(db, viewer, slug, "editor");
  const team = await db.team.findFirst({
    where: { id: teamId, challengeId: challenge.id },
    include: {
      challenge: { select: { title: true } },
      members: { select: { userId: true } },
      _count: { select: { submissions: true } },
    },
  });
  if (!team) throw notFound("team");
  if (team.state === decision) return;
  const submissions = team._count.submissions;
  if (decision === "refused") {
    const consequences = [
      `The team “${team.name}”, with ${countOf(team.members.length, "member")}, can no longer submit; its members are told.`,
      `${countOf(submissions, "submission")} of it ${submissions === 1 ? "stays" : "stay"} as ${submissions === 1 ? "it is" : "they are"}: to take one off the board, disqualify it.`,
    ];
    const place = { slug, title: team.challenge.title };
    requireConfirmed({ place, action: `refuse ${team.name}`, count: submissions, consequences }, confirm);
  }
  await db.$transaction(async (tx) => {
    const { count } = await tx.team.updateMany({
      where: { id: teamId, state: team.state },
      data: { state: decision },
    });
    if (count === 0) return; // Somebody else decided in this moment.
    const entry = await writeAudit(tx, {
      actorId: challenge.userId,
      actorKind: "user",
      action: `team.${decision}`,
      subjectKind: "team",
      subjectId: teamId,
      challengeId: challenge.id,
      details: { before: { state: team.state }, after: { state: decision }, ...(reason ? { reason } : {}) },
    });
    await notify(
      tx,
      team.members.map(({ userId }) => userId),
      {
        kind: "team",
        title: decision === "approved" ? `“${team.name}” is admitted` : `“${team.name}” was not admitted`,
        body: `${team.challenge.title}.${reason ? ` The organizers say: ${reason}` : ""}`,
        href: `/challenges/${slug}`,
        dedupeKey: `team-decided/${entry}`,
      },
    );
  });
}
