"use server";

import { changeRole } from "@bodymark/auth";
import { roleSchema } from "@bodymark/contracts";
import { revalidatePath } from "next/cache";
import type { FormState } from "#features/accounts/form-state.ts";
import { requireRole } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { PEOPLE_TEXTS as T } from "./people-texts.ts";

export async function changeRoleAction(_before: FormState, form: FormData): Promise<FormState> {
  const operator = await requireRole("operator");
  const role = roleSchema.safeParse(form.get("role"));
  if (!role.success) return { message: T.invalid };
  const outcome = await changeRole(database(), operator, String(form.get("id") ?? ""), role.data);
  revalidatePath("/operator/people");
  return outcome === "done" ? { done: T.done } : { message: T.refused };
}
