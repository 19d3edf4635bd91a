import type { Database } from "@bodymark/db";
import { MAIL_TEXTS, queueMail } from "@bodymark/mail";
import { isAPIError } from "better-auth/api";
import { atLeast } from "./at-least.ts";
import type { Auth } from "./create-auth.ts";
import { limitBoth } from "./limit-both.ts";
import { ANSWER_FLOOR_MS, LIMITS } from "./limits.ts";
import { sendConfirmation } from "./send-confirmation.ts";

export type SignUpOutcome = { kind: "mailed" } | { kind: "limited"; retryAfterMs: number };

export interface SignUpRequest {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly address: string;
  /** Where the person wants to go once the address is confirmed: a path of the portal. */
  readonly next?: string;
}

/**
 * Makes a participant's account and mails a link to confirm the address. The answer is the same, and takes the same
 * time, whether the address has an account or not: its owner is told by mail. An account whose address nobody ever
 * confirmed is taken over by the newest sign-up, so that nobody can lie in wait in one. Nothing but these fields is
 * taken from the request: no role, no id.
 */
export async function signUp(auth: Auth, database: Database, request: SignUpRequest): Promise<SignUpOutcome> {
  const email = request.email.trim().toLowerCase();
  const of = { account: email, address: request.address };
  const blocked = await limitBoth(database, "sign-up", of, LIMITS.signUp);
  if (blocked) return blocked;
  await atLeast(ANSWER_FLOOR_MS, () => makeAccount(auth, database, { ...request, email }));
  return { kind: "mailed" };
}

async function makeAccount(auth: Auth, database: Database, request: SignUpRequest): Promise<void> {
  const { name, email, password, next } = request;
  // For an address that has an account better-auth makes up a user, after hashing the password all the same.
  const { user } = await auth.api.signUpEmail({ body: { name, email, password } }).catch((error: unknown) => {
    if (isAPIError(error) && Number(error.statusCode) === 422) return { user: { id: "" } }; // lost a race for it
    throw error;
  });
  const existing = await database.user.findUniqueOrThrow({
    where: { email },
    include: { _count: { select: { memberships: true, organizes: true } } },
  });
  if (existing.id === user.id) return sendConfirmation(database, existing, next);
  const neverUsed = existing._count.memberships + existing._count.organizes === 0 && existing.role === "participant";
  if (existing.emailVerified || existing.banned || !neverUsed) {
    await queueMail(database, {
      to: existing.email,
      userId: existing.id,
      kind: "already-registered",
      ...MAIL_TEXTS.alreadyRegistered({ name: existing.name }),
    });
    return;
  }
  const { password: hasher } = await auth.$context;
  const hash = await hasher.hash(password);
  await database.$transaction([
    database.user.update({ where: { id: existing.id }, data: { name, twoFactorEnabled: false } }),
    database.account.updateMany({ where: { userId: existing.id }, data: { password: hash } }),
    database.session.deleteMany({ where: { userId: existing.id } }),
    database.apikey.deleteMany({ where: { referenceId: existing.id } }),
    database.twoFactor.deleteMany({ where: { userId: existing.id } }),
    database.passkey.deleteMany({ where: { userId: existing.id } }),
  ]);
  await sendConfirmation(database, { id: existing.id, name, email }, next);
}
