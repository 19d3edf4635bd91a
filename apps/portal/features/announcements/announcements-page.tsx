import Link from "next/link";
import { Empty } from "#ui/empty.tsx";
import { Section } from "#ui/page.tsx";
import { AnnouncementList } from "./announcement-list.tsx";
import { listPath } from "./list-path.ts";
import { readPage } from "./read-page.ts";
import { SubscribeBox } from "./subscribe-box.tsx";
import { SUBSCRIPTION_TEXTS } from "./subscription-texts.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";

/** A list's announcements with the form that subscribes to it: a challenge's tab, and the platform's news. */
export async function AnnouncementsPage({
  list,
  title,
  after,
}: {
  list: string | null;
  title: string;
  after: string | string[] | undefined;
}) {
  const { items, nextCursor } = await readPage(list, after);
  const path = listPath(list);
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Section
        id="announcements"
        title={list === null ? T.allNews : T.title}
        actions={
          <a className="link text-small" href={`${path}/feed.xml`}>
            {T.feed}
          </a>
        }
      >
        {items.length === 0 ? (
          <Empty title={T.none}>
            <p>{T.noneHint}</p>
          </Empty>
        ) : (
          <AnnouncementList items={items} list={list} now={new Date().toISOString()} />
        )}
        <p className="flex gap-6">
          {after ? (
            <Link className="link" href={path}>
              {T.newest}
            </Link>
          ) : null}
          {nextCursor ? (
            <Link className="link" href={`${path}?after=${nextCursor}`}>
              {T.older}
            </Link>
          ) : null}
        </p>
      </Section>
      <aside className="min-w-0">
        <Section id="subscribe" title={SUBSCRIPTION_TEXTS.title}>
          <SubscribeBox list={list} title={title} />
        </Section>
      </aside>
    </div>
  );
}
