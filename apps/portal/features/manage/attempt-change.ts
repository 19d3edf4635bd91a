import { explainRefusal } from "#features/organize/attempt.ts";
import type { OrganizeState } from "#features/organize/organize-state.ts";

/** Runs an operation and puts what it says, refusals too, into what the form shows. */
export async function attemptChange(work: () => Promise<string>): Promise<OrganizeState> {
  try {
    return { saved: await work() };
  } catch (error) {
    return explainRefusal(error);
  }
}
