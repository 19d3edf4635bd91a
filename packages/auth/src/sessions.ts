import type { Database } from "@bodymark/db";

export interface SessionRow {
  readonly id: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** The session that asks. */
  readonly current: boolean;
}

/** A person's running sessions, the asking one first. Tokens never leave the database. */
export async function listSessions(database: Database, userId: string, currentId: string): Promise<SessionRow[]> {
  const rows = await database.$queryRaw<
    { id: string; userAgent: string | null; ipAddress: string | null; createdAt: Date; updatedAt: Date }[]
  >`select id, "userAgent", "ipAddress", "createdAt", "updatedAt" from "Session"
    where "userId" = ${userId} and "expiresAt" > now() order by id = ${currentId} desc, "updatedAt" desc`;
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: updatedAt.toISOString(),
    current: row.id === currentId,
  }));
}

/** Ends one of a person's own sessions; another's id changes nothing. */
export async function endSession(database: Database, userId: string, id: string): Promise<void> {
  await database.session.deleteMany({ where: { id, userId } });
}

/** Ends all of a person's sessions but `currentId`. */
export async function endOtherSessions(database: Database, userId: string, currentId: string): Promise<void> {
  await database.session.deleteMany({ where: { userId, NOT: { id: currentId } } });
}
