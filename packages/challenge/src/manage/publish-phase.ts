import type { Database } from "@bodymark/db";
import { databaseNow } from "../database-clock.ts";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { boardIsPublic } from "../visibility.ts";
import { writeAudit } from "../write-audit.ts";
import { countOf, requireConfirmed } from "./require-confirmed.ts";
import { requireManagedPhase } from "./require-managed.ts";

/**
 * Publishes the board of a phase that is held for approval (or until its close): everybody sees it from now on.
 * @throws Refusal `not-found`, `not-allowed`, `already-final` where it is public, `confirmation-needed`
 */
export async function publishPhase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  options: { confirm?: string | undefined } = {},
): Promise<{ publishedAt: string }> {
  const phase = await requireManagedPhase(db, viewer, slugs, "editor");
  if (boardIsPublic(phase, await databaseNow(db)))
    throw new Refusal("already-final", `The board of “${phase.title}” is public already.`);
  const entries = await db.submission.count({
    where: { phaseId: phase.id, disqualifiedAt: null, evaluations: { some: { state: "done" } } },
  });
  const consequences = [
    `Everybody sees the board of “${phase.title}”, which is made of ${countOf(entries, "evaluated submission")}.`,
    "What has been seen cannot be called back.",
  ];
  requireConfirmed({ place: phase, action: "publish the board", count: entries, consequences }, options.confirm);
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`update "Phase" set "publishedAt" = now() where id = ${phase.id} and "publishedAt" is null`;
    const { publishedAt } = await tx.phase.findUniqueOrThrow({
      where: { id: phase.id },
      select: { publishedAt: true },
    });
    await writeAudit(tx, {
      actorId: phase.actorId,
      actorKind: "user",
      action: "phase.published",
      subjectKind: "phase",
      subjectId: phase.slug,
      challengeId: phase.challengeId,
      details: { entries },
    });
    return { publishedAt: (publishedAt ?? new Date()).toISOString() };
  });
}
