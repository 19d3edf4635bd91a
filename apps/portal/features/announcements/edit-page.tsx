import { readAudience } from "@bodymark/challenge";
import Link from "next/link";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";
import { Section } from "#ui/page.tsx";
import { EditAnnouncementForm, RemoveAnnouncementForm } from "./announcement-forms.tsx";
import { AnnouncementFacts } from "./announcement-list.tsx";
import { loadAnnouncement } from "./announcement-page.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";
import { writtenPath } from "./written-path.ts";

/** Changes or deletes what has been announced. */
export async function EditPage({ list, id, readOnly }: { list: string | null; id: string; readOnly: boolean }) {
  const viewer = await currentViewer();
  await orNotFound(readAudience(database(), viewer, list)); // Not there for whoever may not look at the list's side.
  const item = await loadAnnouncement(list, id);
  return (
    <div className="space-y-10">
      <Section id="edit" title={T.editTitle} note={T.editHint}>
        <div className="flex flex-wrap justify-between gap-x-6 gap-y-1">
          <AnnouncementFacts item={item} now={new Date().toISOString()} />
          <p className="text-small">
            {item.delivery ? T.delivery(item.delivery.mail, item.delivery.mailed, item.delivery.underWay) : null}
          </p>
        </div>
        <EditAnnouncementForm list={list} announcement={item} readOnly={readOnly} />
      </Section>
      {readOnly ? null : (
        <Section id="delete" title={T.removeTitle} note={T.removeHint}>
          <RemoveAnnouncementForm list={list} announcement={item} />
        </Section>
      )}
      <p>
        <Link className="link" href={writtenPath(list)}>
          {T.all}
        </Link>
      </p>
    </div>
  );
}
