import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { readPhase } from "./read-phase.ts";
import { type Quota, readQuota } from "./read-quota.ts";
import type { Viewer } from "./viewer.ts";

/** What the viewer's team has left in a phase; null for somebody without a team. */
export async function readOwnQuota(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<Quota | null> {
  const phase = await readPhase(db, viewer, slugs);
  if (!viewer) return null;
  const member = await db.teamMember.findUnique({
    where: { challengeId_userId: { challengeId: phase.challengeId, userId: viewer.userId } },
  });
  return member ? await readQuota(db, phase, member, await databaseNow(db)) : null;
}
