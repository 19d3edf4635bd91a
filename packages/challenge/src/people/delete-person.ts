import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";

/** What stands in the way of deleting an account, or goes with it. */
export interface DeletionPlan {
  /** Teams with other members that the person owns: to be handed over first. */
  toHandOver: readonly { id: string; name: string }[];
  /** Challenges without another owner among their organizers: to be given to one first. */
  toGiveAway: readonly { slug: string; title: string }[];
  /** Teams of this person alone that have handed nothing in: they go too. */
  ending: readonly { id: string; name: string }[];
  /** Teams of this person alone whose submissions stay on the boards, under the team's name. */
  staying: readonly { id: string; name: string }[];
  submissions: number;
}

export async function planDeletion(db: Database, userId: string): Promise<DeletionPlan> {
  const [teams, organized, submissions] = await Promise.all([
    db.team.findMany({
      where: { members: { some: { userId } } },
      include: { members: true, _count: { select: { submissions: true } } },
    }),
    db.challenge.findMany({
      where: {
        organizers: { some: { userId, role: "owner" }, none: { role: "owner", NOT: { userId } } },
      },
      select: { slug: true, title: true },
    }),
    db.submission.count({ where: { createdById: userId } }),
  ]);
  const alone = teams.filter((team) => team.members.length === 1);
  const named = (list: typeof teams) => list.map(({ id, name }) => ({ id, name }));
  return {
    toHandOver: named(
      teams.filter(
        (team) => team.members.length > 1 && team.members.some((m) => m.userId === userId && m.role === "owner"),
      ),
    ),
    toGiveAway: organized,
    ending: named(alone.filter((team) => team._count.submissions === 0)),
    staying: named(alone.filter((team) => team._count.submissions > 0)),
    submissions,
  };
}

/**
 * Deletes a person and everything personal: account, sessions, keys, factors, memberships, notifications, choices,
 * subscriptions, kept mail. Submissions stay the teams'; nobody's name stands on them any more. Open uploads, and whole ones that
 * were never handed in, end now: the next sweep removes their bytes.
 * @throws Refusal `last-owner` while a team or a challenge would be left without an owner
 */
export async function deletePerson(db: Database, viewer: NonNullable<Viewer>): Promise<void> {
  const { userId } = viewer;
  await db.$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    await tx.$executeRaw`select 1 from "Team" where id in (select "teamId" from "TeamMember" where "userId" = ${userId}) for update`;
    const plan = await planDeletion(tx as Database, userId);
    if (plan.toHandOver.length + plan.toGiveAway.length > 0) {
      const names = [...plan.toHandOver.map(({ name }) => name), ...plan.toGiveAway.map(({ title }) => title)];
      throw new Refusal("last-owner", `First hand over what you own: ${names.join(", ")}.`);
    }
    await tx.team.deleteMany({ where: { id: { in: plan.ending.map(({ id }) => id) } } });
    await tx.teamInvite.deleteMany({
      where: { OR: [{ teamId: { in: plan.staying.map(({ id }) => id) } }, { email: user.email }] },
    });
    await tx.$executeRaw`
      update "Upload" set "expiresAt" = to_timestamp(0) where "ownerId" = ${userId} and state = 'open'`;
    await tx.$executeRaw`
      update "Upload" u set "completedAt" = to_timestamp(0) where "ownerId" = ${userId} and state = 'complete'
        and not exists (select from "Submission" s where s."uploadId" = u.id)`;
    await tx.apikey.deleteMany({ where: { referenceId: userId } });
    await tx.mail.deleteMany({ where: { OR: [{ userId }, { toAddress: user.email }] } });
    await tx.subscription.deleteMany({ where: { address: user.email } });
    await tx.$executeRaw`delete from "Verification" where value like ${`%${userId}%`}`;
    await tx.user.delete({ where: { id: userId } });
    await writeAudit(tx, {
      actorId: userId,
      actorKind: "user",
      action: "person.deleted",
      subjectKind: "user",
      subjectId: userId,
    });
    await queueMail(tx, { to: user.email, kind: "account-deleted", ...MAIL_TEXTS.accountDeleted({ name: user.name }) });
  });
}
