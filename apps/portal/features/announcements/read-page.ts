import { listAnnouncements } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";

const SHOWN = 20;

/** A page of a list's announcements for whoever looks; `after` is the last one of the page before. */
export async function readPage(list: string | null, after: string | string[] | undefined) {
  const cursor = typeof after === "string" && isId("announcement", after) ? { cursor: after } : {};
  return orNotFound(listAnnouncements(database(), await currentViewer(), list, { limit: SHOWN, ...cursor }));
}
