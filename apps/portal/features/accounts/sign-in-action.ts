"use server";

import { signIn } from "@bodymark/auth";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "#server/auth.ts";
import { clientAddress } from "#server/client-address.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { fieldErrors, signInSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
  const entered = { email: String(form.get("email") ?? ""), password: String(form.get("password") ?? "") };
  const values = { email: entered.email };
  const parsed = signInSchema.safeParse(entered);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const sent = await headers();
  const request = { ...parsed.data, address: clientAddress(sent), headers: sent };
  const outcome = await signIn(auth(), database(), request);
  if (outcome.kind === "limited") {
    return { message: ACCOUNT_TEXTS.limited(Math.ceil(outcome.retryAfterMs / 60_000)), values };
  }
  if (outcome.kind === "refused") return { message: ACCOUNT_TEXTS.refusedSignIn, values };
  redirect(safePath(String(form.get("next") ?? ""), "/challenges"));
}
