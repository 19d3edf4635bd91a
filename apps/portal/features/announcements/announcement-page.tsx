import { readAnnouncement } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";
import { Markdown } from "#ui/markdown.tsx";
import { AnnouncementFacts } from "./announcement-list.tsx";
import { listPath } from "./list-path.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";

/** One announcement for whoever looks; read once per request. */
export const loadAnnouncement = cache(async (list: string | null, id: string) => {
  if (!isId("announcement", id)) notFound();
  return orNotFound(readAnnouncement(database(), await currentViewer(), list, id));
});

/** One announcement on a page of its own. */
export async function AnnouncementPage({ list, id }: { list: string | null; id: string }) {
  const item = await loadAnnouncement(list, id);
  return (
    <article className="max-w-3xl space-y-4">
      <header className="space-y-1">
        <h2 className="break-words">{item.title}</h2>
        <AnnouncementFacts item={item} now={new Date().toISOString()} />
      </header>
      <Markdown text={item.body} {...(list ? { challenge: list } : {})} />
      <p className="pt-4">
        <Link className="link" href={listPath(list)}>
          {T.all}
        </Link>
      </p>
    </article>
  );
}
