import type { Database } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { countOf, requireConfirmed } from "../manage/require-confirmed.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireWrittenList } from "./list-access.ts";
import { titleOfList } from "./list-title.ts";

/**
 * Deletes an announcement, once confirmed. Mail of it that waits is not sent any more; what has gone out stays out.
 * @throws Refusal `not-found`, `not-allowed`, `confirmation-needed`
 */
export async function removeAnnouncement(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  id: string,
  options: { confirm?: string | undefined } = {},
): Promise<void> {
  const { challengeId, userId } = await requireWrittenList(db, viewer, slug, "editor");
  const row = await db.announcement.findFirst({ where: { id, challengeId } });
  if (!row) throw notFound("announcement");
  const place = { slug: slug ?? "news", title: await titleOfList(db, challengeId) };
  const consequences = [
    `“${row.title}” is deleted, and cannot be brought back.`,
    ...(row.mail === "none" ? [] : ["Mail of it that still waits is not sent; what has gone out stays out."]),
  ];
  requireConfirmed({ place, action: `delete ${countOf(1, "announcement")}`, count: 0, consequences }, options.confirm);
  await db.$transaction(async (tx) => {
    const { count } = await tx.announcement.deleteMany({ where: { id } });
    if (count === 0) return;
    await tx.mail.deleteMany({ where: { state: "queued", dedupeKey: { startsWith: `announcement/${id}/` } } });
    await tx.notification.deleteMany({ where: { dedupeKey: `announcement/${id}` } });
    await writeAudit(tx, {
      actorId: userId,
      actorKind: "user",
      action: "announcement.removed",
      subjectKind: "announcement",
      subjectId: id,
      ...(challengeId ? { challengeId } : {}),
      details: { title: row.title, mailed: row.mailed },
    });
  });
}
