import type { Person } from "@bodymark/auth";
import type { Viewer } from "@bodymark/challenge";
import { currentPerson } from "./current-person.ts";

/** A person as the domain operations know one. */
export function toViewer(person: Person | null): Viewer {
  return person ? { userId: person.id, role: person.role } : null;
}

/** Who looks at the page, for the domain operations. */
export async function currentViewer(): Promise<Viewer> {
  return toViewer(await currentPerson());
}
