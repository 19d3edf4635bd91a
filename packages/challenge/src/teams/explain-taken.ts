import type { Database } from "@bodymark/db";
import { Refusal } from "../errors.ts";

/** What a broken unique constraint means to who joins: a team already, or a name that is taken. Anything else stays. */
export async function explainTaken(
  db: Database,
  cause: unknown,
  join: { challengeId: string; userId: string; name: string },
): Promise<unknown> {
  if (!isUniqueViolation(cause)) return cause;
  const { challengeId, userId, name } = join;
  const mine = await db.teamMember.findUnique({
    where: { challengeId_userId: { challengeId, userId } },
    include: { team: { select: { name: true } } },
  });
  if (!mine) return new Refusal("name-taken", `Another team is called “${name}”. Choose another name.`, { cause });
  return new Refusal(
    "already-joined",
    `You are in the team “${mine.team.name}” of this challenge already. Leave it first to join another.`,
    { cause },
  );
}

/** Prisma's code for a unique constraint that a write would break. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
