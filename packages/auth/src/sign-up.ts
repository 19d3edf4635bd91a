import type { Database } from "@bodymark/db";
import { isAPIError } from "better-auth/api";
import type { Auth } from "./create-auth.ts";
import { limitAttempts } from "./limit-attempts.ts";

/** New accounts from one address. */
const PER_ADDRESS = { max: 20, windowMs: 60 * 60_000 };

export type SignUpOutcome = { kind: "done" } | { kind: "refused" } | { kind: "limited"; retryAfterMs: number };

/** Makes a participant's account and signs in. Nothing but these fields is taken from the form: no role, no id. */
export async function signUp(
  auth: Auth,
  database: Database,
  request: { name: string; email: string; password: string; address: string; headers: Headers },
): Promise<SignUpOutcome> {
  const verdict = await limitAttempts(database, `sign-up:address:${request.address}`, PER_ADDRESS);
  if (!verdict.allowed) return { kind: "limited", retryAfterMs: verdict.retryAfterMs };
  const { name, password } = request;
  const email = request.email.trim().toLowerCase();
  try {
    await auth.api.signUpEmail({ body: { name, email, password }, headers: request.headers });
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return { kind: "refused" };
    throw error;
  }
  return { kind: "done" };
}
