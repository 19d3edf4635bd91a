import { readChallenge } from "@bodymark/challenge";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { isSlug } from "#server/slug.ts";
import { currentViewer } from "#server/viewer.ts";

/** A challenge for the pages under its address; read once per request. */
export const loadChallenge = cache(async (slug: string) => {
  if (!isSlug(slug)) notFound();
  return orNotFound(readChallenge(database(), await currentViewer(), slug));
});
