"use server";

import { signUp } from "@bodymark/auth";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "#server/auth.ts";
import { clientAddress } from "#server/client-address.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { fieldErrors, signUpSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

export async function signUpAction(_before: FormState, form: FormData): Promise<FormState> {
  const entered = {
    name: String(form.get("name") ?? ""),
    email: String(form.get("email") ?? ""),
    password: String(form.get("password") ?? ""),
  };
  const values = { name: entered.name, email: entered.email };
  const parsed = signUpSchema.safeParse(entered);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const sent = await headers();
  const outcome = await signUp(auth(), database(), { ...parsed.data, address: clientAddress(sent), headers: sent });
  if (outcome.kind === "limited") {
    return { message: ACCOUNT_TEXTS.limited(Math.ceil(outcome.retryAfterMs / 60_000)), values };
  }
  if (outcome.kind === "refused") return { message: ACCOUNT_TEXTS.refusedSignUp, values };
  redirect(safePath(String(form.get("next") ?? ""), "/challenges"));
}
