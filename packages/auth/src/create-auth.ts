import { apiKey } from "@better-auth/api-key";
import { passkey } from "@better-auth/passkey";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { twoFactor } from "better-auth/plugins/two-factor";
import { PASSWORD_LENGTH } from "./password-length.ts";

const DAY_S = 24 * 3600;

/** Prefix of every API key, so that a leaked one is recognised by secret scanners. */
export const API_KEY_PREFIX = "bodymark_";

export interface AuthSettings {
  readonly database: Database;
  /** Signs session cookies; at least 32 characters, the same for all portals of one installation. */
  readonly secret: string;
  /** Where people reach the portal; cookies are `Secure` when it begins with `https:`. */
  readonly baseUrl: string;
  /** Sets session cookies from server actions; the portal gives Next's, the seed none. */
  readonly cookiePlugin?: Parameters<typeof betterAuth>[0]["plugins"];
}

/**
 * The one configuration of accounts. Passwords are hashed with scrypt; a session lasts 14 days, is renewed daily,
 * and gets a new token at each sign-in. Signing up signs nobody in, so that its answer can be the same for every
 * address; links in mails are our own (`one-time-token.ts`), single-use and hashed. Who has not confirmed the address
 * may sign in and look, but neither join nor submit. better-auth's own HTTP routes are not mounted: the portal calls
 * `auth.api`.
 */
export function createAuth(settings: AuthSettings) {
  return betterAuth({
    appName: "Bodymark",
    baseURL: settings.baseUrl,
    secret: settings.secret,
    telemetry: { enabled: false },
    logger: { level: "error", log: reportFault },
    database: prismaAdapter(settings.database, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: false,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      autoSignIn: false,
    },
    user: {
      additionalFields: {
        role: { type: "string", required: false, defaultValue: "participant", input: false },
        banned: { type: "boolean", required: false, input: false },
        affiliation: { type: "string", required: false, input: false },
        country: { type: "string", required: false, input: false },
      },
    },
    session: { expiresIn: 14 * DAY_S, updateAge: DAY_S },
    advanced: {
      cookiePrefix: "bodymark",
      useSecureCookies: settings.baseUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      database: { generateId: ({ model }) => (model === "user" ? newId("user") : crypto.randomUUID()) },
    },
    plugins: [
      twoFactor({ issuer: "Bodymark" }),
      passkey({
        rpName: "Bodymark",
        rpID: new URL(settings.baseUrl).hostname,
        origin: new URL(settings.baseUrl).origin,
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        registration: {
          afterVerification: ({ verification }) => demandVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => demandVerified(verification.authenticationInfo.userVerified),
        },
      }),
      apiKey({
        defaultPrefix: API_KEY_PREFIX,
        requireName: true,
        enableSessionForAPIKeys: false,
        startingCharactersConfig: { shouldStore: true, charactersLength: API_KEY_PREFIX.length + 4 },
        rateLimit: { enabled: false },
      }),
      ...(settings.cookiePlugin ?? []),
    ],
  });
}

/** A passkey signs in alone, so it must have asked its owner for a PIN or a finger. */
function demandVerified(verified: boolean | undefined): void {
  if (!verified) throw new APIError("UNAUTHORIZED", { message: "The passkey did not verify its owner." });
}

/** An unknown API key is the caller's mistake, answered with 401; everything else that better-auth logs is ours. */
function reportFault(_level: string, message: string, ...details: unknown[]): void {
  if (message.includes("Failed to validate API key")) return;
  console.error(`accounts: ${message}`, ...details);
}

export type Auth = ReturnType<typeof createAuth>;
