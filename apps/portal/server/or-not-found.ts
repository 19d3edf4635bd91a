import { Refusal } from "@bodymark/challenge";
import { notFound } from "next/navigation";

/** What a domain read answers, or the page for what does not exist (or is not this viewer's to know of). */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal && error.code === "not-found") notFound();
    throw error;
  }
}
