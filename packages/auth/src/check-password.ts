import type { Database } from "@bodymark/db";
import type { Auth } from "./create-auth.ts";
import { forgetAttempts, limitAttempts } from "./limit-attempts.ts";
import { LIMITS } from "./limits.ts";

export type PasswordVerdict = { kind: "right" } | { kind: "wrong" } | { kind: "limited"; retryAfterMs: number };

/** Whether this is the person's password; guesses are counted, since a stolen session must not lead to the password. */
export async function checkPassword(
  auth: Auth,
  database: Database,
  userId: string,
  password: string,
): Promise<PasswordVerdict> {
  const key = `password:${userId}`;
  const verdict = await limitAttempts(database, key, LIMITS.password);
  if (!verdict.allowed) return { kind: "limited", retryAfterMs: verdict.retryAfterMs };
  const account = await database.account.findFirst({ where: { userId, providerId: "credential" } });
  const { password: hasher } = await auth.$context;
  const right = account?.password ? await hasher.verify({ hash: account.password, password }) : false;
  if (!right) return { kind: "wrong" };
  await forgetAttempts(database, key);
  return { kind: "right" };
}
