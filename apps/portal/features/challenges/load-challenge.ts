import { readChallenge } from "@bodymark/challenge";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "#server/database.ts";
import { orNothing } from "#server/or-nothing.ts";
import { isSlug } from "#server/slug.ts";
import { currentViewer } from "#server/viewer.ts";

/**
 * A challenge, or nothing where this viewer may not know of one; read once per request. For the titles of a layout:
 * a layout that answers "not found" while its titles are made leaves that page without any.
 */
export const findChallenge = cache(async (slug: string) =>
  isSlug(slug) ? orNothing(readChallenge(database(), await currentViewer(), slug)) : undefined,
);

/** A challenge for the pages under its address. */
export async function loadChallenge(slug: string) {
  return (await findChallenge(slug)) ?? notFound();
}
