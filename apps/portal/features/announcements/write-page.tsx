import { listAnnouncements, readAudience } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import Link from "next/link";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";
import { Empty } from "#ui/empty.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";
import { PublishAnnouncementForm } from "./announcement-forms.tsx";
import { AnnouncementFacts } from "./announcement-list.tsx";
import { listPath } from "./list-path.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";
import { writtenPath } from "./written-path.ts";

interface WritePageProps {
  list: string | null;
  readOnly: boolean;
  query: { published?: string | string[]; after?: string | string[] };
}

/** Writes to a list, and shows what has been announced with how far its mail has come. */
export async function WritePage({ list, readOnly, query }: WritePageProps) {
  const viewer = await currentViewer();
  const cursor = typeof query.after === "string" && isId("announcement", query.after) ? { cursor: query.after } : {};
  const audience = await orNotFound(readAudience(database(), viewer, list));
  const { items, nextCursor } = await listAnnouncements(database(), viewer, list, cursor);
  const published = items.find(({ id }) => id === query.published);
  const now = new Date().toISOString();
  return (
    <div className="space-y-10">
      {published ? (
        <Notice tone="good" live>
          <p>{published.delivery?.mail === "none" ? T.published : T.publishedMailing}</p>
        </Notice>
      ) : null}
      {readOnly ? null : (
        <Section id="write" title={T.write} note={list === null ? T.writeHintPlatform : T.writeHint}>
          <PublishAnnouncementForm key={items[0]?.id ?? "first"} list={list} audience={audience} />
        </Section>
      )}
      <Section id="history" title={T.history}>
        {items.length === 0 ? (
          <Empty title={T.nonePublished}>
            <p>{readOnly ? T.noneHint : T.nonePublishedHint}</p>
          </Empty>
        ) : (
          <ul className="frame divide-y divide-line">
            {items.map((item) => (
              <li key={item.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-3">
                <div className="min-w-0">
                  <p className="break-words">
                    <Link className="link font-strong" href={`${writtenPath(list)}/${item.id}`}>
                      {item.title}
                    </Link>
                  </p>
                  <AnnouncementFacts item={item} now={now} />
                </div>
                <p className="text-small">
                  {item.delivery ? T.delivery(item.delivery.mail, item.delivery.mailed, item.delivery.underWay) : null}
                </p>
              </li>
            ))}
          </ul>
        )}
        <p className="flex gap-6 text-small">
          <Link className="link" href={listPath(list)}>
            {T.seePage}
          </Link>
          {nextCursor ? (
            <Link className="link" href={`${writtenPath(list)}?after=${nextCursor}`}>
              {T.older}
            </Link>
          ) : null}
        </p>
      </Section>
    </div>
  );
}
