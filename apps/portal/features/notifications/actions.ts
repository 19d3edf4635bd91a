"use server";

import { readSubscribedList } from "@bodymark/challenge";
import { NOTIFICATION_KINDS } from "@bodymark/contracts";
import { readUnsubscription } from "@bodymark/mail";
import { revalidatePath } from "next/cache";
import type { FormState } from "#features/accounts/form-state.ts";
import { PROFILE_TEXTS } from "#features/accounts/profile-texts.ts";
import { SUBSCRIPTION_TEXTS } from "#features/announcements/subscription-texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { saveChoice } from "./choices.ts";
import { endMail } from "./end-mail.ts";
import { NOTIFICATION_TEXTS as T } from "./texts.ts";

export async function saveChoicesAction(_before: FormState, form: FormData): Promise<FormState> {
  const person = await requirePerson("/account/notifications");
  for (const kind of NOTIFICATION_KINDS) await saveChoice(person.id, kind, form.get(kind) === "on");
  revalidatePath("/account/notifications");
  return { done: PROFILE_TEXTS.choicesSaved };
}

export async function markAllReadAction(): Promise<void> {
  const person = await requirePerson("/notifications");
  await database().$executeRaw`
    update "Notification" set "readAt" = now() where "userId" = ${person.id} and "readAt" is null`;
  revalidatePath("/", "layout");
}

/** Stops what an unsubscription link is about. */
export async function unsubscribeAction(_before: FormState, form: FormData): Promise<FormState> {
  const asked = readUnsubscription(environment().secret, String(form.get("token") ?? ""));
  if (!asked) return { message: T.invalid };
  const list = "subscriptionId" in asked ? await readSubscribedList(database(), asked.subscriptionId) : null;
  await endMail(asked);
  if ("kind" in asked) return { done: T.stopped(PROFILE_TEXTS.kinds[asked.kind][0]) };
  return { done: list ? SUBSCRIPTION_TEXTS.endedList(list.title) : SUBSCRIPTION_TEXTS.endedAlready };
}

/** Takes an unsubscription from a kind of mail back, by the token of its link. */
export async function subscribeAgainAction(_before: FormState, form: FormData): Promise<FormState> {
  const asked = readUnsubscription(environment().secret, String(form.get("token") ?? ""));
  if (!asked || !("kind" in asked)) return { message: T.invalid };
  await saveChoice(asked.userId, asked.kind, true);
  return { done: T.started };
}
