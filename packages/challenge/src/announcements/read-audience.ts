import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { requireWrittenList } from "./list-access.ts";

/** How many an announcement would reach now. */
export interface Audience {
  /** Addresses with a confirmed subscription. */
  subscribers: number;
  /** Members of teams who want such mail, have a confirmed address, and are not among the subscribers. */
  members: number;
}

/** @throws Refusal `not-found` for everybody but organizers (of the platform's list: operators) */
export async function readAudience(db: Database, viewer: Viewer, slug: string | null): Promise<Audience> {
  const { challengeId } = await requireWrittenList(db, viewer, slug, "reviewer");
  return countAudience(db, challengeId);
}

export async function countAudience(db: Database, challengeId: string | null): Promise<Audience> {
  const subscribers = await db.subscription.count({ where: { challengeId, confirmedAt: { not: null } } });
  if (challengeId === null) return { subscribers, members: 0 };
  const [row] = await db.$queryRaw<{ members: number }[]>`
    select count(*)::int as members
    from "TeamMember" m join "Team" t on t.id = m."teamId" join "User" u on u.id = m."userId"
    where m."challengeId" = ${challengeId} and t.state <> 'refused' and u."emailVerified" and u.banned is not true
      and not exists (
        select from "NotificationChoice" c where c."userId" = u.id and c.kind = 'announcement' and not c.mail)
      and not exists (
        select from "Subscription" s
        where s."challengeId" = ${challengeId} and s.address = lower(u.email) and s."confirmedAt" is not null)`;
  return { subscribers, members: row?.members ?? 0 };
}
