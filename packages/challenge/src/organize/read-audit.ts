import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { requireOrganizer } from "./organizer-role.ts";

export interface AuditLine {
  id: string;
  at: string;
  /** Name of who did it; null for the platform itself or a deleted account. */
  actor: string | null;
  action: string;
  subject: string;
  subjectKind: string;
  details: unknown;
}

/** A challenge's audit log, newest first, for its organizers; `cursor` is the last line's id. */
export async function readAudit(
  db: Database,
  viewer: Viewer,
  slug: string,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: AuditLine[]; nextCursor: string | null }> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200);
  const rows = await db.auditLog.findMany({
    where: { challengeId: challenge.id },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(options.cursor ? { cursor: { id: options.cursor }, skip: 1 } : {}),
  });
  const page = rows.slice(0, limit);
  const actors = await db.user.findMany({
    where: { id: { in: page.flatMap((row) => row.actorId ?? []) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(actors.map(({ id, name }) => [id, name]));
  const items = page.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actorId === null ? null : (nameOf.get(row.actorId) ?? null),
    action: row.action,
    subject: row.subjectId,
    subjectKind: row.subjectKind,
    details: row.details,
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
