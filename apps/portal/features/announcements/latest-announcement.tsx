import { listAnnouncements } from "@bodymark/challenge";
import Link from "next/link";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { Section } from "#ui/page.tsx";
import { AnnouncementFacts } from "./announcement-list.tsx";
import { listPath } from "./list-path.ts";
import { SubscribeBox } from "./subscribe-box.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";

/** The newest announcement of a list, and the way to get the next ones by mail. */
export async function LatestAnnouncement({ list, title }: { list: string | null; title: string }) {
  const { items } = await listAnnouncements(database(), await currentViewer(), list, { limit: 1 });
  const [item] = items;
  return (
    <Section
      id="announcements"
      title={list === null ? T.newsTitle : T.title}
      actions={
        <Link className="link text-small" href={listPath(list)}>
          {list === null ? T.allNews : T.all}
        </Link>
      }
    >
      {item ? (
        <div>
          <p className="break-words">
            <Link className="link font-strong" href={`${listPath(list)}/${item.id}`}>
              {item.title}
            </Link>
          </p>
          <AnnouncementFacts item={item} now={new Date().toISOString()} />
        </div>
      ) : null}
      <SubscribeBox list={list} title={title} />
    </Section>
  );
}
