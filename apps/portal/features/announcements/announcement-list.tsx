import type { AnnouncementView } from "@bodymark/challenge";
import Link from "next/link";
import { Instant } from "#ui/instant.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { listPath } from "./list-path.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";

/** Announcements, newest first, each with its own link. */
export function AnnouncementList({
  items,
  list,
  now,
}: {
  items: readonly AnnouncementView[];
  list: string | null;
  now: string;
}) {
  return (
    <ul className="space-y-6">
      {items.map((item) => (
        <li key={item.id} id={item.id}>
          <article className="frame space-y-3 p-5" aria-labelledby={`${item.id}-title`}>
            <header className="space-y-1">
              <h3 id={`${item.id}-title`} className="break-words">
                <Link className="hover:underline" href={`${listPath(list)}/${item.id}`}>
                  {item.title}
                </Link>
              </h3>
              <AnnouncementFacts item={item} now={now} />
            </header>
            <Markdown text={item.body} {...(list ? { challenge: list } : {})} />
          </article>
        </li>
      ))}
    </ul>
  );
}

/** When it was published, by whom, and whether it was changed since. */
export function AnnouncementFacts({ item, now }: { item: AnnouncementView; now: string }) {
  return (
    <p className="text-muted text-small">
      <Instant at={item.publishedAt} now={now} absolute /> · {T.by(item.author)}
      {item.editedAt ? (
        <>
          {" "}
          · {T.edited} <Instant at={item.editedAt} now={now} />
        </>
      ) : null}
    </p>
  );
}
