import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { mayCreateChallenges } from "./organizer-role.ts";

/** Whether the organizers' pages are of use to the viewer: who may create challenges, or is in the team of one. */
export async function organizesAny(db: Database, viewer: Viewer): Promise<boolean> {
  if (!viewer) return false;
  if (mayCreateChallenges(viewer)) return true;
  return (await db.challengeOrganizer.findFirst({ where: { userId: viewer.userId }, select: { role: true } })) !== null;
}
