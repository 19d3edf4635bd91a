import type { AnnouncementView } from "@bodymark/challenge";
import { renderMarkdown } from "@bodymark/mail";
import { listPath } from "./list-path.ts";

/** Announcements as an Atom feed (RFC 4287), newest first. */
export function writeFeed(
  feed: { list: string | null; title: string; publicUrl: string },
  items: readonly AnnouncementView[],
): string {
  const { publicUrl } = feed;
  const page = `${publicUrl}${listPath(feed.list)}`;
  const changed = items.map(({ publishedAt, editedAt }) => editedAt ?? publishedAt).sort();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(page)}</id>`,
    `<title>${escapeXml(feed.title)}</title>`,
    `<updated>${changed.at(-1) ?? "1970-01-01T00:00:00.000Z"}</updated>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(`${page}/feed.xml`)}"/>`,
    ...items.map((item) => writeEntry(item, `${page}/${item.id}`, publicUrl)),
    "</feed>",
    "",
  ].join("\n");
}

function writeEntry(item: AnnouncementView, url: string, publicUrl: string): string {
  return [
    "<entry>",
    `<id>${escapeXml(url)}</id>`,
    `<title>${escapeXml(item.title)}</title>`,
    `<published>${item.publishedAt}</published>`,
    `<updated>${item.editedAt ?? item.publishedAt}</updated>`,
    `<author><name>${escapeXml(item.author ?? "The organizers")}</name></author>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(url)}"/>`,
    `<content type="html">${escapeXml(renderMarkdown(item.body, publicUrl))}</content>`,
    "</entry>",
  ].join("\n");
}

/** Control characters, which XML 1.0 cannot hold at all, are left out. */
function escapeXml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}
