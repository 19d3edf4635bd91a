import { listAnnouncements, Refusal } from "@bodymark/challenge";
import { MAIL_TEXTS } from "@bodymark/mail";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { isSlug } from "#server/slug.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";
import { writeFeed } from "./write-feed.ts";

const ENTRIES = 50;

/** A list's feed, as a stranger may see it: feed readers have no account. */
export async function serveFeed(list: string | null): Promise<Response> {
  try {
    if (list !== null && !isSlug(list)) throw new Refusal("not-found", "There is no such challenge.");
    const { items } = await listAnnouncements(database(), null, list, { limit: ENTRIES });
    const challenge = list === null ? null : await database().challenge.findUnique({ where: { slug: list } });
    const title = `${challenge?.title ?? MAIL_TEXTS.platformList}: ${T.title}`;
    return new Response(writeFeed({ list, title, publicUrl: environment().publicUrl }, items), {
      headers: { "content-type": "application/atom+xml; charset=utf-8", "cache-control": "public, max-age=300" },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return new Response("Not found\n", { status: 404 });
  }
}
