"use server";

import { beginPasskey, beginPasskeySignIn, finishPasskey, idOfSession, signInWithPasskey } from "@bodymark/auth";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { currentPasswordSchema, passkeyNameSchema } from "./account-shapes.ts";
import { passwordErrors } from "./password-errors.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";

/** What browsers answer; its content is checked cryptographically, its size and shape here. */
const encoded = z.string().max(20_000);
const credential = {
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
};
const assertionSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: encoded, authenticatorData: encoded, signature: encoded }),
});
const attestationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: encoded,
    attestationObject: encoded,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});

/** Options for `navigator.credentials.get`; nobody is known yet. */
export async function beginPasskeySignInAction() {
  return await beginPasskeySignIn(auth(), await headers());
}

export async function passkeySignInAction(answer: unknown): Promise<"done" | "refused"> {
  const response = assertionSchema.safeParse(answer);
  if (!response.success) return "refused";
  return await signInWithPasskey(auth(), { response: response.data, headers: await headers() });
}

/** Options for `navigator.credentials.create`, against the password. */
export async function beginPasskeyAction(password: unknown, name: unknown) {
  const person = await requirePerson("/account/security");
  const [givenPassword, givenName] = [currentPasswordSchema.safeParse(password), passkeyNameSchema.safeParse(name)];
  if (!givenName.success) return { errors: { name: givenName.error.issues[0]?.message ?? "" } };
  if (!givenPassword.success) return { errors: { password: givenPassword.error.issues[0]?.message ?? "" } };
  const begun = await beginPasskey(auth(), database(), person, {
    password: givenPassword.data,
    name: givenName.data,
    headers: await headers(),
  });
  if (begun.kind === "begun") return { options: begun.options };
  if (begun.kind === "too-many") return { errors: { name: T.tooManyPasskeys } };
  if (begun.kind === "session-too-old") return { errors: { password: T.sessionTooOld } };
  return { errors: passwordErrors(begun) };
}

export async function finishPasskeyAction(answer: unknown, name: unknown): Promise<"done" | "refused"> {
  const person = await requirePerson("/account/security");
  const [response, givenName] = [attestationSchema.safeParse(answer), passkeyNameSchema.safeParse(name)];
  const sent = await headers();
  const sessionId = await idOfSession(auth(), sent);
  if (!response.success || !givenName.success || !sessionId) return "refused";
  const request = { response: response.data, name: givenName.data, sessionId, headers: sent };
  const outcome = await finishPasskey(auth(), database(), person, request);
  revalidatePath("/account/security");
  return outcome;
}
