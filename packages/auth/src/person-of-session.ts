import type { Auth } from "./create-auth.ts";
import { type Person, toPerson } from "./person.ts";

/** The person whose session cookie these request headers carry, or null; a banned account's sessions count for nothing. */
export async function personOfSession(auth: Auth, headers: Headers): Promise<Person | null> {
  const found = await auth.api.getSession({ headers });
  return found && !found.user.banned ? toPerson(found.user) : null;
}

/** The id of the session whose cookie these headers carry, or null. */
export async function idOfSession(auth: Auth, headers: Headers): Promise<string | null> {
  return (await auth.api.getSession({ headers }))?.session.id ?? null;
}
