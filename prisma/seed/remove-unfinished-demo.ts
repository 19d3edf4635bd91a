import type { Database } from "@bodymark/db";
import { DEMO_EMAILS } from "./demo-accounts.ts";
import { DEMO } from "./demo-texts.ts";

/** Takes away what a broken-off seeding left: a demo challenge that never became public, with all that hangs on it. */
export async function removeUnfinishedDemo(db: Database): Promise<void> {
  const challenge = await db.challenge.findFirst({
    where: { slug: DEMO.slug, visibility: "draft" },
    select: { id: true },
  });
  await db.$transaction(async (tx) => {
    if (challenge) {
      const ofChallenge = { phase: { challengeId: challenge.id } };
      await tx.evaluation.deleteMany({ where: { submission: ofChallenge } });
      await tx.submission.deleteMany({ where: ofChallenge });
      await tx.team.deleteMany({ where: { challengeId: challenge.id } });
      await tx.phaseCase.deleteMany({ where: ofChallenge });
      await tx.challenge.delete({ where: { id: challenge.id } });
    }
    await tx.user.deleteMany({ where: { email: { in: [...DEMO_EMAILS] } } });
  });
}
