import type { Database } from "@bodymark/db";
import { isAPIError } from "better-auth/api";
import { checkPassword, type PasswordVerdict } from "./check-password.ts";
import type { Auth } from "./create-auth.ts";
import { settleSecondFactor } from "./second-factor.ts";
import { tellCredentialsChanged } from "./tell-credentials-changed.ts";

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** What the browser answered to the options of `beginPasskeySignIn`. */
export type PasskeyAnswer = NonNullable<Parameters<Auth["api"]["verifyPasskeyAuthentication"]>[0]>["body"]["response"];

/** At most this many passkeys for one person. */
const MOST_PASSKEYS = 10;

/**
 * Begins adding a passkey: the options for the browser's `navigator.credentials.create`. Asks for the password; the
 * session must be of today.
 */
export async function beginPasskey(
  auth: Auth,
  database: Database,
  user: Owner,
  request: { password: string; name: string; headers: Headers },
) {
  const verdict = await checkPassword(auth, database, user.id, request.password);
  if (verdict.kind !== "right") return verdict;
  if ((await database.passkey.count({ where: { userId: user.id } })) >= MOST_PASSKEYS) {
    return { kind: "too-many" as const };
  }
  try {
    const options = await auth.api.generatePasskeyRegistrationOptions({
      query: { name: request.name },
      headers: request.headers,
    });
    return { kind: "begun" as const, options };
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return { kind: "session-too-old" as const };
    throw error;
  }
}

/** Keeps the passkey that the browser made. From now on the password alone does not sign in. */
export async function finishPasskey(
  auth: Auth,
  database: Database,
  user: Owner,
  request: { response: Record<string, unknown>; name: string; sessionId: string; headers: Headers },
): Promise<"done" | "refused"> {
  const { response, name, headers } = request;
  try {
    await auth.api.verifyPasskeyRegistration({ body: { response, name }, headers });
  } catch (error) {
    if (isAPIError(error)) return "refused";
    throw error;
  }
  await settleSecondFactor(database, user.id);
  await database.session.deleteMany({ where: { userId: user.id, NOT: { id: request.sessionId } } });
  await tellCredentialsChanged(database, user, `the passkey “${name}” was added`);
  return "done";
}

/** Removes a passkey, by the password; another person's id changes nothing. */
export async function removePasskey(
  auth: Auth,
  database: Database,
  user: Owner,
  request: { id: string; password: string },
): Promise<PasswordVerdict> {
  const verdict = await checkPassword(auth, database, user.id, request.password);
  if (verdict.kind !== "right") return verdict;
  const { count } = await database.passkey.deleteMany({ where: { id: request.id, userId: user.id } });
  if (count > 0) {
    await settleSecondFactor(database, user.id);
    await tellCredentialsChanged(database, user, "a passkey was removed");
  }
  return verdict;
}

/** Options for the browser's `navigator.credentials.get`: the same for everybody, since nobody is known yet. */
export async function beginPasskeySignIn(auth: Auth, headers: Headers) {
  return await auth.api.generatePasskeyAuthenticationOptions({ headers });
}

/**
 * Signs in with a passkey, which has asked its owner for a PIN or a finger: it stands for password and second factor.
 */
export async function signInWithPasskey(
  auth: Auth,
  request: { response: PasskeyAnswer; headers: Headers },
): Promise<"done" | "refused"> {
  try {
    await auth.api.verifyPasskeyAuthentication({ body: { response: request.response }, headers: request.headers });
    return "done";
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return "refused";
    throw error;
  }
}
