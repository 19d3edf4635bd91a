import type { Database } from "@bodymark/db";
import { isAPIError } from "better-auth/api";
import type { Auth } from "./create-auth.ts";
import { forgetAttempts } from "./limit-attempts.ts";
import { limitBoth } from "./limit-both.ts";
import { LIMITS } from "./limits.ts";

export type SignInOutcome =
  | { kind: "done" }
  | { kind: "second-factor" }
  | { kind: "refused" }
  | { kind: "limited"; retryAfterMs: number };

/**
 * Signs in. An unknown account and a wrong password give the same answer in about the same time (better-auth hashes
 * the given password either way). With a second factor there is no session yet: a short-lived cookie says who is asked.
 */
export async function signIn(
  auth: Auth,
  database: Database,
  request: { email: string; password: string; address: string; headers: Headers },
): Promise<SignInOutcome> {
  const email = request.email.trim().toLowerCase();
  const blocked = await limitBoth(database, "sign-in", { account: email, address: request.address }, LIMITS.signIn);
  if (blocked) return blocked;
  try {
    const answer = await auth.api.signInEmail({
      body: { email, password: request.password },
      headers: request.headers,
    });
    // A password alone forgives nothing where a code is asked as well: each sign-in gives some guesses at it.
    if ("twoFactorRedirect" in answer) return { kind: "second-factor" };
    await forgetAttempts(database, `sign-in:account:${email}`);
    return { kind: "done" };
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return { kind: "refused" };
    throw error;
  }
}
