"use server";

import { confirmAddress, requestPasswordReset, resendConfirmation, resetPassword } from "@bodymark/auth";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { auth } from "#server/auth.ts";
import { clientAddress } from "#server/client-address.ts";
import { currentPerson, requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { emailSchema, entered, fieldErrors, newPasswordSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { minutesOf } from "./minutes-of.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

/** Confirms the address that the link was sent to. Signs nobody in. */
export async function confirmAction(_before: FormState, form: FormData): Promise<FormState> {
  const outcome = await confirmAddress(database(), String(form.get("token") ?? "").slice(0, 100));
  if (outcome.kind === "invalid") return { message: `${T.linkInvalid}. ${T.linkInvalidHint}` };
  const next = safePath(String(form.get("next") ?? ""), "/challenges");
  const person = await currentPerson();
  if (person?.id === outcome.userId) redirect(next);
  redirect(`/sign-in?confirmed=${encodeURIComponent(outcome.email)}&next=${encodeURIComponent(next)}`);
}

export async function resendAction(_before: FormState, form: FormData): Promise<FormState> {
  const next = safePath(String(form.get("next") ?? ""), "");
  const person = await requirePerson(next || "/account");
  const outcome = await resendConfirmation(database(), person.id, clientAddress(await headers()), next || undefined);
  if (outcome.kind === "limited") return { message: T.limited(minutesOf(outcome.retryAfterMs)) };
  return { done: T.resent };
}

export async function forgotAction(_before: FormState, form: FormData): Promise<FormState> {
  const values = entered(form, "email");
  const parsed = z.object({ email: emailSchema }).safeParse(values);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const request = { email: parsed.data.email, address: clientAddress(await headers()) };
  const outcome = await requestPasswordReset(database(), request);
  if (outcome.kind === "limited") return { message: T.limited(minutesOf(outcome.retryAfterMs)), values };
  return { done: T.resetSent(parsed.data.email) };
}

export async function resetAction(_before: FormState, form: FormData): Promise<FormState> {
  const fields = entered(form, "token", "password");
  const parsed = z.object({ token: z.string().max(100), password: newPasswordSchema }).safeParse(fields);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const outcome = await resetPassword(auth(), database(), parsed.data);
  if (outcome === "invalid") return { message: `${T.linkInvalid}. ${T.linkInvalidHint}` };
  revalidatePath("/", "layout");
  redirect("/sign-in?reset=done");
}
