import type { Change } from "@bodymark/challenge-file";
import type { Transaction } from "@bodymark/db";
import { notify } from "@bodymark/mail";

/** Tells people that they organize a challenge now, in which role, or no longer; not whoever did it themselves. */
export async function tellOrganizers(
  tx: Transaction,
  challenge: { id: string; slug: string; title: string },
  changes: readonly Change[],
  actor: { userId: string; auditKey: string },
): Promise<void> {
  const current = await tx.challengeOrganizer.findMany({
    where: { challengeId: challenge.id },
    include: { user: { select: { email: true } } },
  });
  const roleOf = new Map(current.map(({ user, role }) => [user.email.toLowerCase(), role]));
  const emails = new Set(
    changes.flatMap(({ path }) => /^organizers\.(.+?)(?:\.role)?$/.exec(path)?.[1]?.toLowerCase() ?? []),
  );
  const people = await tx.user.findMany({
    where: { email: { in: [...emails] }, id: { not: actor.userId } },
    select: { id: true, email: true },
  });
  for (const { id, email } of people) {
    const role = roleOf.get(email.toLowerCase());
    await notify(tx, [id], {
      kind: "team",
      title: role
        ? `You are ${role} of the challenge “${challenge.title}”`
        : `You no longer organize “${challenge.title}”`,
      body: role ? "One of its owners added you, or changed your role. You can leave on its page Organizers." : "",
      href: role ? `/organize/${challenge.slug}` : "/organize",
      dedupeKey: `organizer/${actor.auditKey}`,
    });
  }
}
