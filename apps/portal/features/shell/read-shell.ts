import type { Person } from "@bodymark/auth";
import { organizesAny } from "@bodymark/challenge";
import { cache } from "react";
import { countUnread } from "#features/notifications/read-notifications.ts";
import { currentPerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";

/** What the header tells. */
export interface Shell {
  person: Person | null;
  organizes: boolean;
  unread: number;
}

/** What the header tells, or null while the database does not answer: then the page below says what is wrong. */
export const readShell = cache(async (): Promise<Shell | null> => {
  try {
    const person = await currentPerson();
    if (!person) return { person, organizes: false, unread: 0 };
    const [organizes, unread] = await Promise.all([organizesAny(database(), toViewer(person)), countUnread(person.id)]);
    return { person, organizes, unread };
  } catch (error) {
    console.error("header:", error);
    return null;
  }
});
