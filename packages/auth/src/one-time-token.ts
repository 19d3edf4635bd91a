import { createHash, randomBytes } from "node:crypto";
import type { Database, Transaction } from "@bodymark/db";
import { z } from "zod";

/** What a mailed link may do. */
export type TokenPurpose = "confirm-address" | "reset-password";

const payloadSchema = z.object({
  userId: z.string(),
  /** The address that the link was sent to. */
  email: z.string(),
});
export type TokenPayload = z.infer<typeof payloadSchema>;

/**
 * Makes a token of 256 random bits for a mailed link. Only its hash is kept; the mail's own text goes once it is sent.
 * Earlier tokens of the same person and purpose end: the newest mail counts.
 */
export async function issueToken(
  db: Database | Transaction,
  purpose: TokenPurpose,
  payload: TokenPayload,
  lifetimeS: number,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await endTokens(db, purpose, payload.userId);
  await db.$executeRaw`
    insert into "Verification" (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
    values (${crypto.randomUUID()}, ${identify(purpose, token)}, ${JSON.stringify(payload)},
      now() + make_interval(secs => ${lifetimeS}), now(), now())`;
  return token;
}

/** Uses a token up: what it stands for, or null for one that is unknown, used or expired. Parallel uses get it once. */
export async function takeToken(
  db: Database | Transaction,
  purpose: TokenPurpose,
  token: string,
): Promise<TokenPayload | null> {
  const [row] = await db.$queryRaw<{ value: string; valid: boolean }[]>`
    delete from "Verification" where identifier = ${identify(purpose, token)}
    returning value, "expiresAt" > now() as valid`;
  return row?.valid ? payloadSchema.parse(JSON.parse(row.value)) : null;
}

/** Whether a token would be taken, for the page that asks before it is used. */
export async function isTokenValid(db: Database, purpose: TokenPurpose, token: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ valid: boolean }[]>`
    select "expiresAt" > now() as valid from "Verification" where identifier = ${identify(purpose, token)}`;
  return row?.valid ?? false;
}

/** Ends a person's unused tokens of a purpose. */
export async function endTokens(db: Database | Transaction, purpose: TokenPurpose, userId: string): Promise<void> {
  await db.$executeRaw`
    delete from "Verification" where identifier like ${`${purpose}:%`} and value::jsonb ->> 'userId' = ${userId}`;
}

function identify(purpose: TokenPurpose, token: string): string {
  return `${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
