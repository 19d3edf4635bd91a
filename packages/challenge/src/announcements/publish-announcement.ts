import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { Refusal } from "../errors.ts";
import { countOf, requireConfirmed } from "../manage/require-confirmed.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { type AnnouncementText, announcementTextSchema } from "./announcement-text.ts";
import { requireWrittenList } from "./list-access.ts";
import { titleOfList } from "./list-title.ts";
import { type Audience, countAudience } from "./read-audience.ts";

/** Who gets an announcement by mail: nobody, the confirmed subscribers, or they and the members of teams. */
export const ANNOUNCEMENT_MAIL = ["none", "subscribers", "members"] as const;
export type AnnouncementMail = (typeof ANNOUNCEMENT_MAIL)[number];

/**
 * Publishes an announcement; members of teams are told in the portal. Where it is mailed, that says first to how many,
 * and asks. The mail is written by the portal's loop, batch by batch. The same text again within an hour is taken for
 * the same request, sent again.
 * @throws Refusal `not-found`, `not-allowed`, `invalid-input`, `confirmation-needed`; ZodError
 */
export async function publishAnnouncement(
  db: Database,
  viewer: Viewer,
  slug: string | null,
  given: AnnouncementText & { mail: AnnouncementMail; confirm?: string | undefined },
): Promise<{ id: string }> {
  const { challengeId, userId } = await requireWrittenList(db, viewer, slug, "editor");
  const { title, body } = announcementTextSchema.parse(given);
  const { mail } = given;
  if (challengeId === null && mail === "members")
    throw new Refusal("invalid-input", "The platform's news are mailed to its subscribers, or to nobody.");
  if (mail !== "none") {
    const audience = await countAudience(db, challengeId);
    const place = { slug: slug ?? "news", title: await titleOfList(db, challengeId) };
    const consequences = tell(mail, audience, await isDraft(db, challengeId));
    const count = audience.subscribers + (mail === "members" ? audience.members : 0);
    requireConfirmed({ place, action: `announce “${title}”`, count, consequences }, given.confirm);
  }
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`announce/${challengeId ?? ""}`}, 0))`;
    const [same] = await tx.$queryRaw<{ id: string }[]>`
      select id from "Announcement" where "challengeId" is not distinct from ${challengeId}
        and title = ${title} and body = ${body} and "publishedAt" > now() - interval '1 hour' limit 1`;
    if (same) return same;
    const id = newId("announcement");
    const first = mail === "none" ? "members" : "subscribers";
    const telling = challengeId === null && mail === "none" ? null : first;
    await tx.announcement.create({ data: { id, challengeId, title, body, authorId: userId, mail, telling } });
    await writeAudit(tx, {
      actorId: userId,
      actorKind: "user",
      action: "announcement.published",
      subjectKind: "announcement",
      subjectId: id,
      ...(challengeId ? { challengeId } : {}),
      details: { title, mail },
    });
    return { id };
  });
}

async function isDraft(db: Database, challengeId: string | null): Promise<boolean> {
  if (challengeId === null) return false;
  return (await db.challenge.count({ where: { id: challengeId, visibility: "public" } })) === 0;
}

function tell(mail: AnnouncementMail, { subscribers, members }: Audience, draft: boolean): string[] {
  const some = countOf(subscribers, "confirmed subscriber");
  const more = mail === "members" ? ` and to ${countOf(members, "member")} of teams` : "";
  return [
    `It is mailed to ${some}${more}, ${countOf(subscribers + (more ? members : 0), "mail")} in all.`,
    ...(draft ? ["The challenge is a draft: the mail goes out once it is public."] : []),
    "This cannot be undone: mail that has gone out is changed neither by editing nor by deleting the announcement.",
  ];
}
