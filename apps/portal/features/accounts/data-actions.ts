"use server";

import { checkPassword, confirmCode } from "@bodymark/auth";
import { deletePerson, Refusal } from "@bodymark/challenge";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { uploads } from "#server/uploads.ts";
import { toViewer } from "#server/viewer.ts";
import { entered } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { passwordErrors } from "./password-errors.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";

/** Deletes the account of who asks: by address, password and, where there is one, a code of the authenticator app. */
export async function deleteAccountAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson("/account/data");
  const { email, password, code } = entered(form, "email", "password", "code");
  if (email.trim().toLowerCase() !== person.email) return { errors: { email: T.wrongEmail }, values: { email } };
  const verdict = await checkPassword(auth(), database(), person.id, password.slice(0, 200));
  if (verdict.kind !== "right") return { errors: passwordErrors(verdict), values: { email } };
  const codeRight = await confirmCode(auth(), database(), person.id, { code, headers: await headers() });
  if (!codeRight) return { errors: { code: T.wrongCode }, values: { email } };
  try {
    const viewer = toViewer(person);
    if (viewer) await deletePerson(database(), viewer);
  } catch (error) {
    if (error instanceof Refusal) return { message: error.message, values: { email } };
    throw error;
  }
  (await uploads()).sweep().catch((error: unknown) => console.error("uploads:", error));
  redirect("/goodbye");
}
