"use server";

import { editChallenge } from "@bodymark/challenge";
import type { BudgetUnit } from "@bodymark/contracts";
import { revalidatePath } from "next/cache";
import { attempt } from "#features/organize/attempt.ts";
import type { OrganizeState } from "#features/organize/organize-state.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { COSTS_TEXTS as T } from "./texts.ts";

export async function saveCostsAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const viewer = toViewer(await requirePerson("/organize"));
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const errors: Record<string, string> = {};
  const number = (name: string): number | null => {
    if (text(name) === "") return null;
    const value = Number(text(name));
    if (!Number.isFinite(value)) errors[name] = T.form.number;
    return value;
  };
  const amount = number("budget.amount");
  const costs = {
    budget: amount === null ? null : { amount, unit: text("budget.unit") as BudgetUnit },
    prices: {
      currency: text("prices.currency").toUpperCase() || null,
      gpuHour: number("prices.gpuHour"),
      coreHour: number("prices.coreHour"),
      gbMonth: number("prices.gbMonth"),
    },
  };
  if (Object.keys(errors).length > 0) return { errors, message: T.form.wrong };
  const slug = text("challenge");
  const state = await attempt(() => editChallenge(database(), viewer, slug, { costs }), "costs");
  revalidatePath(`/organize/${slug}`, "layout");
  return state;
}
