import { notFound } from "next/navigation";
import { orNothing } from "./or-nothing.ts";

/** What a domain read answers, or the page for what does not exist (or is not this viewer's to know of). */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  return (await orNothing(reading)) ?? notFound();
}
