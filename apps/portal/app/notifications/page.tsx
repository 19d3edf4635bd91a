import type { Metadata } from "next";
import { markAllReadAction } from "#features/notifications/actions.ts";
import { countUnread, readNotifications } from "#features/notifications/read-notifications.ts";
import { NOTIFICATION_TEXTS as T } from "#features/notifications/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { Badge } from "#ui/badge.tsx";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Instant } from "#ui/instant.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

export default async function NotificationsPage() {
  const person = await requirePerson("/notifications");
  const reading = readNotifications(person.id);
  const unread = await countUnread(person.id);
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader
        title={T.title}
        lead={T.lead}
        actions={
          <>
            {unread > 0 ? (
              <form action={markAllReadAction}>
                <Button type="submit">{T.markAll}</Button>
              </form>
            ) : null}
            <ButtonLink href="/account/notifications" kind="quiet">
              {T.settings}
            </ButtonLink>
          </>
        }
      />
      <Streamed reading={reading} skeleton={<ListSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={T.empty}>
              <p>{T.emptyHint}</p>
            </Empty>
          ) : (
            <ul className="frame divide-y divide-line">
              {rows.map((row) => (
                <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-3">
                  <div className="min-w-0">
                    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 break-words">
                      {/* A plain link: the route marks it as read, so it must not be fetched ahead. */}
                      <a className={row.unread ? "link font-strong" : "link"} href={`/notifications/open?id=${row.id}`}>
                        {row.title}
                      </a>
                      {row.unread ? <Badge tone="accent">{T.unread}</Badge> : null}
                    </p>
                    {row.body ? <p className="break-words text-muted text-small">{row.body}</p> : null}
                  </div>
                  <p className="text-muted text-small">
                    <Instant at={row.createdAt} now={now} tipEnd />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Streamed>
    </Page>
  );
}
