import type { Database, Prisma } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { isOperator, type Viewer } from "../viewer.ts";
import { organizes } from "../visibility.ts";
import { type ListAccess, requireVisibleList } from "./list-access.ts";

export interface AnnouncementView {
  id: string;
  title: string;
  /** Markdown. */
  body: string;
  /** Name of who wrote it; null where that account is gone. */
  author: string | null;
  publishedAt: string;
  editedAt: string | null;
  /** For its organizers alone: who gets it by mail, how many mails were written, and whether more are to come. */
  delivery: { mail: string; mailed: number; underWay: boolean } | null;
}

/**
 * The announcements of a challenge (of the platform: slug `null`), newest first, for whoever may see it; `cursor` is
 * the last id of the page before.
 * @throws Refusal `not-found`
 */
export async function listAnnouncements(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: AnnouncementView[]; nextCursor: string | null }> {
  const list = await requireVisibleList(db, viewer, slug);
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200);
  const rows = await db.announcement.findMany({
    where: { challengeId: list.challengeId },
    orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(options.cursor ? { cursor: { id: options.cursor }, skip: 1 } : {}),
    include,
  });
  const writes = await mayWrite(db, viewer, list);
  const items = rows.slice(0, limit).map((row) => toView(row, writes));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One announcement, likewise. @throws Refusal `not-found` */
export async function readAnnouncement(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  id: string,
): Promise<AnnouncementView> {
  const list = await requireVisibleList(db, viewer, slug);
  const row = await db.announcement.findFirst({ where: { id, challengeId: list.challengeId }, include });
  if (!row) throw notFound("announcement");
  return toView(row, await mayWrite(db, viewer, list));
}

const include = { author: { select: { name: true } } } satisfies Prisma.AnnouncementInclude;

function toView(row: Prisma.AnnouncementGetPayload<{ include: typeof include }>, writes: boolean): AnnouncementView {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    author: row.author?.name ?? null,
    publishedAt: row.publishedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    delivery: writes ? { mail: row.mail, mailed: row.mailed, underWay: row.telling !== null } : null,
  };
}

async function mayWrite(db: Database, viewer: Viewer, { challengeId }: ListAccess): Promise<boolean> {
  return challengeId === null ? isOperator(viewer) : organizes(db, viewer, challengeId);
}
