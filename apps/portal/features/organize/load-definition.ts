import { readDefinition } from "@bodymark/challenge";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNothing } from "#server/or-nothing.ts";
import { isSlug } from "#server/slug.ts";
import { toViewer } from "#server/viewer.ts";

/** A challenge as its organizers have it, or nothing for everybody else; read once per request. */
export const findDefinition = cache(async (slug: string) => {
  if (!isSlug(slug)) return undefined;
  const person = await requirePerson(`/organize/${slug}`);
  return orNothing(readDefinition(database(), toViewer(person), slug));
});

/** A challenge for the organizers' pages; to everybody else it does not exist. */
export async function loadDefinition(slug: string) {
  return (await findDefinition(slug)) ?? notFound();
}
