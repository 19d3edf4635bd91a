import type { Database } from "@bodymark/db";
import { isAPIError } from "better-auth/api";
import type { Auth } from "./create-auth.ts";
import { forgetAttempts, limitAttempts } from "./limit-attempts.ts";

const MINUTE_MS = 60_000;
/** Password guesses: per account from anywhere, and per address over all accounts. */
const PER_ACCOUNT = { max: 10, windowMs: 15 * MINUTE_MS };
const PER_ADDRESS = { max: 50, windowMs: 15 * MINUTE_MS };

export type SignInOutcome = { kind: "done" } | { kind: "refused" } | { kind: "limited"; retryAfterMs: number };

/**
 * Signs in. An unknown account and a wrong password give the same answer in about the same time (better-auth hashes
 * the given password either way).
 */
export async function signIn(
  auth: Auth,
  database: Database,
  request: { email: string; password: string; address: string; headers: Headers },
): Promise<SignInOutcome> {
  const email = request.email.trim().toLowerCase();
  const account = `sign-in:account:${email}`;
  const verdicts = [
    await limitAttempts(database, `sign-in:address:${request.address}`, PER_ADDRESS),
    await limitAttempts(database, account, PER_ACCOUNT),
  ];
  const blocked = verdicts.find((verdict) => !verdict.allowed);
  if (blocked) return { kind: "limited", retryAfterMs: blocked.retryAfterMs };
  try {
    await auth.api.signInEmail({ body: { email, password: request.password }, headers: request.headers });
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return { kind: "refused" };
    throw error;
  }
  await forgetAttempts(database, account);
  return { kind: "done" };
}
