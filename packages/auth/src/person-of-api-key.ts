import type { Database } from "@bodymark/db";
import type { Auth } from "./create-auth.ts";
import { type Person, toPerson } from "./person.ts";

/** The person whose API key this is; null for an unknown, disabled or expired key and for a banned account. */
export async function personOfApiKey(auth: Auth, database: Database, key: string): Promise<Person | null> {
  if (key.length > 200) return null;
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } });
  if (!valid || !found) return null;
  const user = await database.user.findUnique({ where: { id: found.referenceId } });
  return user && !user.banned ? toPerson(user) : null;
}
