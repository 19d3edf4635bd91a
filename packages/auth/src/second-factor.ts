import type { Database } from "@bodymark/db";
import { isAPIError } from "better-auth/api";
import { checkPassword, type PasswordVerdict } from "./check-password.ts";
import type { Auth } from "./create-auth.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { LIMITS } from "./limits.ts";
import { tellCredentialsChanged } from "./tell-credentials-changed.ts";

/** A person's second factors. */
export interface SecondFactors {
  readonly totp: boolean;
  readonly passkeys: readonly { id: string; name: string; createdAt: string | null; backedUp: boolean }[];
}

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export async function readSecondFactors(database: Database, userId: string): Promise<SecondFactors> {
  const [totp, passkeys] = await Promise.all([
    database.twoFactor.count({ where: { userId, NOT: { verified: false } } }),
    database.passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } }),
  ]);
  return {
    totp: totp > 0,
    passkeys: passkeys.map(({ id, name, createdAt, backedUp }) => ({
      id,
      name: name ?? "",
      createdAt: createdAt?.toISOString() ?? null,
      backedUp,
    })),
  };
}

/** Begins setting up an authenticator app: its address for the QR code, and backup codes. Holds once a code is given. */
export async function beginTotp(
  auth: Auth,
  database: Database,
  userId: string,
  request: { password: string; headers: Headers },
): Promise<
  { kind: "begun"; uri: string; backupCodes: readonly string[] } | Exclude<PasswordVerdict, { kind: "right" }>
> {
  const verdict = await checkPassword(auth, database, userId, request.password);
  if (verdict.kind !== "right") return verdict;
  const begun = await auth.api.enableTwoFactor({ body: { password: request.password }, headers: request.headers });
  if (begun.method !== "totp") throw new Error(`a second factor of kind ${begun.method} was begun`);
  return { kind: "begun", uri: begun.totpURI, backupCodes: begun.backupCodes };
}

/** Turns the authenticator app on by its first code. This session gets a new token, all others end. */
export async function finishTotp(
  auth: Auth,
  database: Database,
  user: Owner,
  request: { code: string; sessionId: string; headers: Headers },
): Promise<"done" | "wrong-code"> {
  const before = await database.session.findMany({ where: { userId: user.id }, select: { id: true } });
  const token = await answered(() =>
    auth.api.verifyTOTP({ body: { code: request.code.replaceAll(" ", "") }, headers: request.headers }),
  );
  if (!token) return "wrong-code";
  const others = before.map(({ id }) => id).filter((id) => id !== request.sessionId);
  await database.session.deleteMany({ where: { id: { in: others } } });
  await tellCredentialsChanged(database, user, "a second factor (authenticator app) was added");
  return "done";
}

/** Turns the authenticator app off, by the password; backup codes end with it. */
export async function removeTotp(
  auth: Auth,
  database: Database,
  user: Owner,
  request: { password: string; headers: Headers },
): Promise<PasswordVerdict> {
  const verdict = await checkPassword(auth, database, user.id, request.password);
  if (verdict.kind !== "right") return verdict;
  await auth.api.disableTwoFactor({ body: { password: request.password }, headers: request.headers });
  await settleSecondFactor(database, user.id);
  await tellCredentialsChanged(database, user, "the second factor (authenticator app) was removed");
  return verdict;
}

/** better-auth takes the code of the period before and after, too: after three periods of 30 s no code is right any more. */
const CODE_LIFETIME_MS = 90_000;

/**
 * Answers the second question of a sign-in with a code of the app, or one of the backup codes. Each opens one session
 * (RFC 6238, section 5.2): who has looked over somebody's shoulder comes too late.
 */
export async function answerSecondFactor(
  auth: Auth,
  database: Database,
  request: { code: string; headers: Headers },
): Promise<"done" | "wrong-code" | "used-code" | "expired" | "limited"> {
  const code = request.code.replaceAll(/\s/g, "");
  const isTotp = /^\d{6}$/.test(code);
  const { headers } = request;
  try {
    if (!isTotp) {
      await auth.api.verifyBackupCode({ body: { code }, headers });
      return "done";
    }
    const { token, user } = await auth.api.verifyTOTP({ body: { code }, headers });
    const once = { max: 1, windowMs: CODE_LIFETIME_MS };
    const { allowed } = await limitAttempts(database, `totp-used:${user.id}:${code}`, once);
    if (allowed) return "done";
    await database.session.deleteMany({ where: { token } });
    return "used-code";
  } catch (error) {
    if (!isAPIError(error) || Number(error.statusCode) >= 500) throw error;
    const reason = String(error.body?.code ?? "");
    if (reason === "INVALID_TWO_FACTOR_COOKIE") return "expired";
    return reason === "ACCOUNT_TEMPORARILY_LOCKED" || reason.startsWith("TOO_MANY") ? "limited" : "wrong-code";
  }
}

/** Whether a code of the app is right, for what must not be undone; true for somebody without the app. */
export async function confirmCode(
  auth: Auth,
  database: Database,
  userId: string,
  request: { code: string; headers: Headers },
): Promise<boolean> {
  if (!(await readSecondFactors(database, userId)).totp) return true;
  const { allowed } = await limitAttempts(database, `code:${userId}`, LIMITS.password);
  if (!allowed) return false;
  const code = request.code.replaceAll(/\s/g, "");
  return await answered(() => auth.api.verifyTOTP({ body: { code }, headers: request.headers }));
}

/** After a passkey or the app was added or removed: whether the password alone still signs in. */
export async function settleSecondFactor(database: Database, userId: string): Promise<void> {
  const { totp, passkeys } = await readSecondFactors(database, userId);
  await database.user.update({ where: { id: userId }, data: { twoFactorEnabled: totp || passkeys.length > 0 } });
}

async function answered(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isAPIError(error) && Number(error.statusCode) < 500) return false;
    throw error;
  }
}
