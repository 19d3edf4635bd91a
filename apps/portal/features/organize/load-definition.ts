import { readDefinition } from "@bodymark/challenge";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { isSlug } from "#server/slug.ts";
import { toViewer } from "#server/viewer.ts";

/** A challenge for the organizers' pages; to everybody else it does not exist. Read once per request. */
export const loadDefinition = cache(async (slug: string) => {
  if (!isSlug(slug)) notFound();
  const person = await requirePerson(`/organize/${slug}`);
  return orNotFound(readDefinition(database(), toViewer(person), slug));
});
