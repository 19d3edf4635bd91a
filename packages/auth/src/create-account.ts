import type { Role } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { Auth } from "./create-auth.ts";

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
}

/** Makes an account with a confirmed address and a first API key, for seeds and operators. The key's text is returned once and kept nowhere. */
export async function createAccount(
  auth: Auth,
  database: Database,
  account: NewAccount,
): Promise<{ userId: string; apiKey: string }> {
  const { email, password, name, role } = account;
  const { user } = await auth.api.signUpEmail({ body: { email, password, name } });
  await database.user.update({ where: { id: user.id }, data: { role, emailVerified: true } });
  await database.session.deleteMany({ where: { userId: user.id } });
  const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: "First key" } });
  return { userId: user.id, apiKey: key };
}
