import { Refusal } from "@bodymark/challenge";

/** What a domain read answers, or nothing where it does not exist (or is not this viewer's to know of). */
export async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal && error.code === "not-found") return undefined;
    throw error;
  }
}
