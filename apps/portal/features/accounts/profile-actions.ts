"use server";

import { revalidatePath } from "next/cache";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { entered, fieldErrors, profileSchema } from "./account-shapes.ts";
import type { FormState } from "./form-state.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";

/** Changes one's own name, affiliation and country; nothing else of the form is looked at. */
export async function saveProfileAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson("/account");
  const values = entered(form, "name", "affiliation", "country");
  const parsed = profileSchema.safeParse(values);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const { name, affiliation, country } = parsed.data;
  const data = { name, affiliation: affiliation || null, country: country || null };
  await database().user.update({ where: { id: person.id }, data });
  revalidatePath("/", "layout");
  return { done: T.saved, values };
}
