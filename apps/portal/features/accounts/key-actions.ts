"use server";

import { revalidatePath } from "next/cache";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { keyNameSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";

const KEYS_PER_PERSON = 20;

/** Makes an API key for whoever asks; its text is in the answer and nowhere else. */
export async function createKeyAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson("/account");
  const name = keyNameSchema.safeParse(String(form.get("name") ?? ""));
  if (!name.success) return { errors: { name: name.error.issues[0]?.message ?? "" } };
  const count = await database().apikey.count({ where: { referenceId: person.id } });
  if (count >= KEYS_PER_PERSON) return { errors: { name: `At most ${KEYS_PER_PERSON} keys: revoke one first.` } };
  const { key } = await auth().api.createApiKey({ body: { userId: person.id, name: name.data } });
  revalidatePath("/account");
  return { values: { key } };
}

/** Revokes one of one's own keys; another's id changes nothing. */
export async function revokeKeyAction(form: FormData): Promise<void> {
  const person = await requirePerson("/account");
  await database().apikey.deleteMany({ where: { id: String(form.get("id") ?? ""), referenceId: person.id } });
  revalidatePath("/account");
}
