import type { Database } from "@bodymark/db";
import { notFound } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { type AnnouncementText, announcementTextSchema } from "./announcement-text.ts";
import { requireWrittenList } from "./list-access.ts";

/** A long text is kept in the audit log by its beginning. */
const LETTERS = 2_000;

/**
 * Changes an announcement's text; it is shown as edited from then on. Nobody gets a second mail; mail that is still to
 * be written says the new text.
 * @throws Refusal `not-found`, `not-allowed`; ZodError
 */
export async function editAnnouncement(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  id: string,
  given: AnnouncementText,
): Promise<void> {
  const { challengeId, userId } = await requireWrittenList(db, viewer, slug, "editor");
  const after = announcementTextSchema.parse(given);
  await db.$transaction(async (tx) => {
    const before = await tx.announcement.findFirst({ where: { id, challengeId }, select: { title: true, body: true } });
    if (!before) throw notFound("announcement");
    if (before.title === after.title && before.body === after.body) return;
    await tx.$executeRaw`
      update "Announcement" set title = ${after.title}, body = ${after.body}, "editedAt" = now() where id = ${id}`;
    await tx.notification.updateMany({ where: { dedupeKey: `announcement/${id}` }, data: { title: after.title } });
    await writeAudit(tx, {
      actorId: userId,
      actorKind: "user",
      action: "announcement.edited",
      subjectKind: "announcement",
      subjectId: id,
      ...(challengeId ? { challengeId } : {}),
      details: { before: shorten(before), after: shorten(after) },
    });
  });
}

function shorten({ title, body }: AnnouncementText): { title: string; body: string } {
  return { title, body: body.length > LETTERS ? `${body.slice(0, LETTERS)}…` : body };
}
