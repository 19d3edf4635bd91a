import { newId, type Role } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";

/**
 * Gives a person another role. Operators alone may; not even their own role for themselves, so that one is always left:
 * two who take it from each other at once are put in turn by the lock, and the second is none any more. It goes into the
 * audit log, and the person's sessions end, so that none outlives the rights it began with.
 */
export async function changeRole(
  database: Database,
  actor: { id: string; role: Role },
  userId: string,
  role: Role,
): Promise<"done" | "refused"> {
  if (actor.role !== "operator" || actor.id === userId) return "refused";
  return await database.$transaction(async (tx) => {
    const operators = await tx.$queryRaw<{ id: string }[]>`
      select id from "User" where role = 'operator' order by id for update`;
    if (!operators.some(({ id }) => id === actor.id)) return "refused";
    const user = await tx.user.findUnique({ where: { id: userId }, select: { role: true } });
    if (!user) return "refused";
    if (user.role === role) return "done";
    await tx.user.update({ where: { id: userId }, data: { role } });
    await tx.session.deleteMany({ where: { userId } });
    await tx.auditLog.create({
      data: {
        id: newId("audit"),
        actorId: actor.id,
        actorKind: "user",
        action: "role.changed",
        subjectKind: "user",
        subjectId: userId,
        details: { from: user.role, to: role },
      },
    });
    return "done";
  });
}
