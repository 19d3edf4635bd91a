"use server";

import { ANSWER_FLOOR_MS, atLeast, LIMITS, limitBoth } from "@bodymark/auth";
import {
  confirmSubscription,
  endOwnSubscription,
  Refusal,
  requestSubscription,
  subscribeOwnAddress,
} from "@bodymark/challenge";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { emailSchema, entered, fieldErrors } from "#features/accounts/account-shapes.ts";
import type { FormState } from "#features/accounts/form-state.ts";
import { minutesOf } from "#features/accounts/minutes-of.ts";
import { clientAddress } from "#server/client-address.ts";
import { database } from "#server/database.ts";
import { isSlug } from "#server/slug.ts";
import { currentViewer } from "#server/viewer.ts";
import { SUBSCRIPTION_TEXTS as T } from "./subscription-texts.ts";

/** The list that a form is about: a challenge's slug, or nothing for the platform's. */
function listOf(form: FormData): string | null {
  const slug = String(form.get("list") ?? "");
  if (slug && !isSlug(slug)) throw new Refusal("not-found", "There is no such list.");
  return slug || null;
}

/** Mails a link. Always the same answer after the same time, whether the address is subscribed or not. */
export async function requestSubscriptionAction(_before: FormState, form: FormData): Promise<FormState> {
  const values = entered(form, "email");
  const parsed = z.object({ email: emailSchema }).safeParse(values);
  if (!parsed.success) return { errors: fieldErrors(parsed.error), values };
  const { email } = parsed.data;
  const of = { account: email.trim().toLowerCase(), address: clientAddress(await headers()) };
  const blocked = await limitBoth(database(), "subscription", of, LIMITS.mailedLink);
  if (blocked) return { message: T.limited(minutesOf(blocked.retryAfterMs)), values };
  const viewer = await currentViewer();
  return refusalAsMessage(async () => {
    await atLeast(ANSWER_FLOOR_MS, () => requestSubscription(database(), viewer, listOf(form), email));
    return { done: T.asked(email) };
  });
}

export async function confirmSubscriptionAction(_before: FormState, form: FormData): Promise<FormState> {
  const list = await confirmSubscription(database(), String(form.get("token") ?? "").slice(0, 100));
  return list ? { done: T.confirmed(list.title) } : { message: `${T.invalid}. ${T.invalidHint}` };
}

/** Subscribes whoever is signed in, or ends that. */
export async function ownSubscriptionAction(_before: FormState, form: FormData): Promise<FormState> {
  const viewer = await currentViewer();
  const wanted = form.get("wanted") === "1";
  const state = await refusalAsMessage(async () => {
    await (wanted ? subscribeOwnAddress : endOwnSubscription)(database(), viewer, listOf(form));
    return { done: wanted ? T.subscribed : T.ended };
  });
  revalidatePath("/", "layout");
  return state;
}

async function refusalAsMessage(work: () => Promise<FormState>): Promise<FormState> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return { message: error.message };
    throw error;
  }
}
