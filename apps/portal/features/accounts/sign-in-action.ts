"use server";

import { signIn } from "@bodymark/auth";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "#server/auth.ts";
import { clientAddress } from "#server/client-address.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { entered, fieldErrors, signInSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { minutesOf } from "./minutes-of.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
  const fields = entered(form, "email", "password");
  const values = { email: fields.email };
  const parsed = signInSchema.safeParse(fields);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const sent = await headers();
  const request = { ...parsed.data, address: clientAddress(sent), headers: sent };
  const outcome = await signIn(auth(), database(), request);
  if (outcome.kind === "limited") return { message: ACCOUNT_TEXTS.limited(minutesOf(outcome.retryAfterMs)), values };
  if (outcome.kind === "refused") return { message: ACCOUNT_TEXTS.refusedSignIn, values };
  const next = safePath(String(form.get("next") ?? ""), "/challenges");
  redirect(outcome.kind === "second-factor" ? `/sign-in/second-step?next=${encodeURIComponent(next)}` : next);
}
