"use server";

import {
  acceptInvite,
  handOverTeam,
  inviteToTeam,
  leaveTeam,
  Refusal,
  removeMember,
  withdrawInvite,
} from "@bodymark/challenge";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { emailSchema, entered } from "#features/accounts/account-shapes.ts";
import type { FormState } from "#features/accounts/form-state.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { toViewer } from "#server/viewer.ts";
import { TEAM_TEXTS as T } from "./texts.ts";

/** Does `work` for who is signed in; a refusal becomes the form's message. */
async function attempt(
  form: FormData,
  work: (viewer: ReturnType<typeof toViewer>, team: string) => Promise<FormState>,
): Promise<FormState> {
  const person = await requirePerson("/teams");
  const team = String(form.get("team") ?? "").slice(0, 64);
  try {
    const state = await work(toViewer(person), team);
    revalidatePath("/teams", "layout");
    return state;
  } catch (error) {
    if (error instanceof Refusal) return { message: error.message };
    throw error;
  }
}

export async function inviteByMailAction(_before: FormState, form: FormData): Promise<FormState> {
  const values = entered(form, "email");
  const email = emailSchema.safeParse(values.email.trim());
  if (!email.success) return { errors: { email: email.error.issues[0]?.message ?? "" }, values };
  return await attempt(form, async (viewer, team) => {
    await inviteToTeam(database(), viewer, team, { email: email.data });
    return { done: T.inviteSent(email.data) };
  });
}

/** Makes a link; it is in the answer and nowhere else. */
export async function inviteByLinkAction(_before: FormState, form: FormData): Promise<FormState> {
  return await attempt(form, async (viewer, team) => {
    const { path } = await inviteToTeam(database(), viewer, team, { maxUses: Number(form.get("maxUses")) });
    return { done: T.linkMade, values: { link: `${environment().publicUrl}${path}` } };
  });
}

export async function withdrawInviteAction(_before: FormState, form: FormData): Promise<FormState> {
  return await attempt(form, async (viewer, team) => {
    await withdrawInvite(database(), viewer, team, String(form.get("id") ?? "").slice(0, 64));
    return {};
  });
}

export async function handOverAction(_before: FormState, form: FormData): Promise<FormState> {
  return await attempt(form, async (viewer, team) => {
    await handOverTeam(database(), viewer, team, String(form.get("member") ?? "").slice(0, 64));
    return {};
  });
}

export async function removeMemberAction(_before: FormState, form: FormData): Promise<FormState> {
  return await attempt(form, async (viewer, team) => {
    await removeMember(database(), viewer, team, String(form.get("member") ?? "").slice(0, 64));
    return {};
  });
}

export async function leaveAction(_before: FormState, form: FormData): Promise<FormState> {
  const state = await attempt(form, async (viewer, team) => {
    await leaveTeam(database(), viewer, team);
    return {};
  });
  return state.message ? state : redirect("/teams");
}

export async function acceptInviteAction(_before: FormState, form: FormData): Promise<FormState> {
  const token = String(form.get("token") ?? "").slice(0, 100);
  const person = await requirePerson(`/invitations?token=${token}`);
  const rulesAccepted = form.get("rules") === "on";
  if (!rulesAccepted) return { errors: { rules: "Accept the rules to join." } };
  let joined: { teamId: string };
  try {
    joined = await acceptInvite(database(), toViewer(person), token, rulesAccepted);
  } catch (error) {
    if (error instanceof Refusal) return { message: error.code === "not-found" ? `${T.invalid}.` : error.message };
    throw error;
  }
  redirect(`/teams/${joined.teamId}`);
}
