import { apiKey } from "@better-auth/api-key";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { betterAuth } from "better-auth/minimal";
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
 * and gets a new token at each sign-in. E-mail confirmation is off until a mailer is configured (requireConfirmation
 * is the one switch to turn then). better-auth's own HTTP routes are not mounted: the portal calls `auth.api`.
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
      autoSignIn: true,
      revokeSessionsOnPasswordReset: true,
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

/** An unknown API key is the caller's mistake, answered with 401; everything else that better-auth logs is ours. */
function reportFault(_level: string, message: string, ...details: unknown[]): void {
  if (message.includes("Failed to validate API key")) return;
  console.error(`accounts: ${message}`, ...details);
}

export type Auth = ReturnType<typeof createAuth>;
