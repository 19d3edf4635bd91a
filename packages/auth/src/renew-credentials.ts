import type { Database } from "@bodymark/db";
import type { Auth } from "./create-auth.ts";

/** Gives an account a new password and one new API key, and ends its sessions and other keys. Returns the key's text. */
export async function renewCredentials(
  auth: Auth,
  database: Database,
  userId: string,
  password: string,
): Promise<string> {
  const { password: hasher } = await auth.$context;
  const hash = await hasher.hash(password);
  await database.$transaction([
    database.account.updateMany({ where: { userId, providerId: "credential" }, data: { password: hash } }),
    database.session.deleteMany({ where: { userId } }),
    database.apikey.deleteMany({ where: { referenceId: userId } }),
  ]);
  const { key } = await auth.api.createApiKey({ body: { userId, name: "First key" } });
  return key;
}
