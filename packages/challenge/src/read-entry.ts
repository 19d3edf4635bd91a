import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { refuseBeforeGate, refuseOutsidePhase, refuseOverQuota, requireEntrant } from "./entry-rules.ts";
import { Refusal } from "./errors.ts";
import { readOwnQuota } from "./read-own-quota.ts";
import { readPhase } from "./read-phase.ts";
import type { Quota } from "./read-quota.ts";
import type { Viewer } from "./viewer.ts";

/** Whether a submission of the viewer would be taken now, so that nobody sends gigabytes for nothing. */
export interface EntryView {
  quota: Quota | null;
  /** Why not, in the words that handing in would answer with; null if it would be taken. */
  refusal: Refusal | null;
}

/** @throws Refusal `not-found` for a phase that the viewer may not know of */
export async function readEntry(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<EntryView> {
  const phase = await readPhase(db, viewer, slugs);
  const quota = await readOwnQuota(db, viewer, slugs);
  try {
    const entrant = await requireEntrant(db, viewer, phase.challengeId);
    const now = await databaseNow(db);
    refuseOutsidePhase(phase, now, now);
    await refuseBeforeGate(db, phase, entrant.teamId);
    await refuseOverQuota(db, phase, entrant, now);
    return { quota, refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { quota, refusal: error };
  }
}
