"use server";

import {
  beginTotp,
  changePassword,
  endOtherSessions,
  endSession,
  finishTotp,
  idOfSession,
  removePasskey,
  removeTotp,
  requestAddressChange,
} from "@bodymark/auth";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { renderSVG } from "uqr";
import { z } from "zod";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { currentPasswordSchema, emailSchema, entered, fieldErrors, newPasswordSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { passwordErrors } from "./password-errors.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";

const PATH = "/account/security";
const passwordAlone = z.object({ password: currentPasswordSchema });

export async function changePasswordAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const shape = z.object({ current: currentPasswordSchema, next: newPasswordSchema });
  const parsed = shape.safeParse(entered(form, "current", "next"));
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const verdict = await changePassword(auth(), database(), person, { ...parsed.data, headers: await headers() });
  if (verdict.kind !== "right") return { errors: passwordErrors(verdict, "current") };
  revalidatePath(PATH);
  return { done: T.passwordChanged };
}

export async function changeEmailAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const fields = entered(form, "newEmail", "emailPassword");
  const values = { newEmail: fields.newEmail };
  const parsed = z.object({ newEmail: emailSchema, emailPassword: currentPasswordSchema }).safeParse(fields);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const { newEmail, emailPassword: password } = parsed.data;
  const verdict = await requestAddressChange(auth(), database(), person, { newEmail, password });
  if (verdict.kind !== "right") return { errors: passwordErrors(verdict, "emailPassword"), values };
  return { done: T.emailMailed(newEmail) };
}

/** What setting up an authenticator app shows; it holds once a first code was given. */
export interface TotpSetUp extends FormState {
  readonly setUp?: { readonly secret: string; readonly qr: string; readonly backupCodes: readonly string[] };
}

export async function beginTotpAction(_before: TotpSetUp, form: FormData): Promise<TotpSetUp> {
  const person = await requirePerson(PATH);
  const parsed = passwordAlone.safeParse({ password: String(form.get("totpPassword") ?? "") });
  if (!parsed.success) return { errors: { totpPassword: parsed.error.issues[0]?.message ?? "" } };
  const request = { password: parsed.data.password, headers: await headers() };
  const begun = await beginTotp(auth(), database(), person.id, request);
  if (begun.kind !== "begun") return { errors: passwordErrors(begun, "totpPassword") };
  const secret = new URL(begun.uri).searchParams.get("secret") ?? "";
  const qr = `data:image/svg+xml,${encodeURIComponent(renderSVG(begun.uri, { border: 2 }))}`;
  return { setUp: { secret, qr, backupCodes: begun.backupCodes } };
}

export async function finishTotpAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const sent = await headers();
  const sessionId = (await idOfSession(auth(), sent)) ?? "";
  const code = String(form.get("code") ?? "").slice(0, 20);
  const outcome = await finishTotp(auth(), database(), person, { code, sessionId, headers: sent });
  if (outcome === "wrong-code") return { errors: { code: T.wrongCode } };
  revalidatePath(PATH);
  return { done: T.turnedOn };
}

export async function removeTotpAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const parsed = passwordAlone.safeParse({ password: String(form.get("totpPassword") ?? "") });
  if (!parsed.success) return { errors: { totpPassword: parsed.error.issues[0]?.message ?? "" } };
  const request = { password: parsed.data.password, headers: await headers() };
  const verdict = await removeTotp(auth(), database(), person, request);
  if (verdict.kind !== "right") return { errors: passwordErrors(verdict, "totpPassword") };
  revalidatePath(PATH);
  return { done: T.turnedOff };
}

export async function removePasskeyAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const { id, password } = entered(form, "id", "password");
  const parsed = passwordAlone.safeParse({ password });
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const verdict = await removePasskey(auth(), database(), person, { id, password: parsed.data.password });
  if (verdict.kind !== "right") return { errors: passwordErrors(verdict) };
  revalidatePath(PATH);
  return { done: T.removed };
}

export async function endSessionAction(form: FormData): Promise<void> {
  const person = await requirePerson(PATH);
  await endSession(database(), person.id, String(form.get("id") ?? ""));
  revalidatePath(PATH);
}

export async function endOtherSessionsAction(): Promise<void> {
  const person = await requirePerson(PATH);
  const current = await idOfSession(auth(), await headers());
  if (current) await endOtherSessions(database(), person.id, current);
  revalidatePath(PATH);
}
