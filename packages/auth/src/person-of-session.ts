import type { Auth } from "./create-auth.ts";
import { type Person, toPerson } from "./person.ts";

/** The person whose session cookie these request headers carry, or null; a banned account's sessions count for nothing. */
export async function personOfSession(auth: Auth, headers: Headers): Promise<Person | null> {
  const found = await auth.api.getSession({ headers });
  return found && !found.user.banned ? toPerson(found.user) : null;
}
