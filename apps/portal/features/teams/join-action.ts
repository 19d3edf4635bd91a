"use server";

import { joinChallenge, Refusal } from "@bodymark/challenge";
import { revalidatePath } from "next/cache";
import type { FormState } from "#features/accounts/form-state.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { isSlug } from "#server/slug.ts";
import { toViewer } from "#server/viewer.ts";

export async function joinAction(_before: FormState, form: FormData): Promise<FormState> {
  const challenge = String(form.get("challenge") ?? "");
  if (!isSlug(challenge)) return { message: "There is no such challenge." };
  const person = await requirePerson(`/challenges/${challenge}/submit`);
  const teamName = String(form.get("teamName") ?? "");
  const rulesAccepted = form.get("rules") === "on";
  const values = { teamName };
  if (!rulesAccepted) return { errors: { rules: "Accept the rules to join." }, values };
  try {
    await joinChallenge(database(), toViewer(person), { challenge, teamName, rulesAccepted });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const inName = error.code === "name-taken" || error.code === "invalid-input";
    return inName ? { errors: { teamName: error.message }, values } : { message: error.message, values };
  }
  revalidatePath(`/challenges/${challenge}`, "layout");
  return {};
}
