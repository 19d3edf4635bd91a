"use server";

import { revalidatePath } from "next/cache";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { entered, fieldErrors, keySchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";

const KEYS_PER_PERSON = 20;
const DAY_S = 24 * 3600;
const PATH = "/account/keys";

/** Makes an API key for whoever asks; its text is in the answer and nowhere else. */
export async function createKeyAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson(PATH);
  const values = entered(form, "name", "days");
  const parsed = keySchema.safeParse(values);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const { name, days } = parsed.data;
  const count = await database().apikey.count({ where: { referenceId: person.id } });
  if (count >= KEYS_PER_PERSON) {
    return { errors: { name: `At most ${KEYS_PER_PERSON} keys: revoke one first.` }, values };
  }
  const expiresIn = days === "never" ? null : Number(days) * DAY_S;
  const { key } = await auth().api.createApiKey({ body: { userId: person.id, name, expiresIn } });
  revalidatePath(PATH);
  return { done: key };
}

/** Revokes one of one's own keys; another's id changes nothing. */
export async function revokeKeyAction(form: FormData): Promise<void> {
  const person = await requirePerson(PATH);
  await database().apikey.deleteMany({ where: { id: String(form.get("id") ?? ""), referenceId: person.id } });
  revalidatePath(PATH);
}
