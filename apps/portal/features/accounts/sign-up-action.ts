"use server";

import { signUp } from "@bodymark/auth";
import { headers } from "next/headers";
import { auth } from "#server/auth.ts";
import { clientAddress } from "#server/client-address.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { entered, fieldErrors, signUpSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { minutesOf } from "./minutes-of.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

/** Always the same answer, whether the address has an account or not. */
export async function signUpAction(_before: FormState, form: FormData): Promise<FormState> {
  const fields = entered(form, "name", "email", "password");
  const values = { name: fields.name, email: fields.email };
  const parsed = signUpSchema.safeParse(fields);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const next = safePath(String(form.get("next") ?? ""), "");
  const request = { ...parsed.data, address: clientAddress(await headers()), ...(next ? { next } : {}) };
  const outcome = await signUp(auth(), database(), request);
  if (outcome.kind === "limited") return { message: ACCOUNT_TEXTS.limited(minutesOf(outcome.retryAfterMs)), values };
  return { done: ACCOUNT_TEXTS.mailSent(parsed.data.email) };
}
