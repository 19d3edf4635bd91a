"use server";

import {
  cancelRescore,
  decideTeam,
  disqualifySubmission,
  markSubmission,
  publishPhase,
  RERUN_CHOICES,
  rerunSubmission,
  rerunSubmissions,
  rescorePhase,
  restoreSubmission,
  type Viewer,
} from "@bodymark/challenge";
import { revalidatePath } from "next/cache";
import { optionsOf } from "#features/organize/attempt.ts";
import type { OrganizeState } from "#features/organize/organize-state.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { queue } from "#server/queue.ts";
import { toViewer } from "#server/viewer.ts";
import { formatCount } from "#ui/format-number.ts";
import { attemptChange } from "./attempt-change.ts";

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

async function viewer(): Promise<Viewer> {
  return toViewer(await requirePerson("/organize"));
}

function refresh(form: FormData): void {
  revalidatePath(`/organize/${text(form, "challenge")}`, "layout");
}

export async function decideTeamAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const decision = form.get("decision") === "approved" ? "approved" : "refused";
  const state = await attemptChange(async () => {
    const { confirm } = optionsOf(form);
    await decideTeam(database(), who, text(form, "challenge"), text(form, "team"), { decision, confirm });
    return decision === "approved" ? "Admitted." : "Refused.";
  });
  refresh(form);
  return state;
}

export async function rerunAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const state = await attemptChange(async () => {
    const wakes = await queue();
    const { attempt } = await rerunSubmission(database(), wakes, who, text(form, "submission"), optionsOf(form));
    return `Evaluation ${attempt} is queued.`;
  });
  refresh(form);
  return state;
}

export async function rescoreAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const only = text(form, "submission");
  const state = await attemptChange(async () => {
    const slugs = { challenge: text(form, "challenge"), phase: text(form, "phase") };
    const { queued, needsRerun } = await rescorePhase(database(), await queue(), who, slugs, {
      confirm: optionsOf(form).confirm,
      ...(only ? { submissions: [only] } : {}),
      outdated: text(form, "outdated") === "yes",
    });
    const left = needsRerun.map(({ algorithm, team, why }) => ` “${algorithm}” of ${team} needs a re-run: ${why}.`);
    return `${formatCount(queued.length, "submission")} queued to be scored again.${left.join("")}`;
  });
  refresh(form);
  return state;
}

export async function cancelRescoreAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const only = text(form, "submission");
  const state = await attemptChange(async () => {
    const slugs = { challenge: text(form, "challenge"), phase: text(form, "phase") };
    const { cancelled, stopping } = await cancelRescore(database(), who, slugs, only ? { submissions: [only] } : {});
    const soon = stopping.length > 0 ? ` ${formatCount(stopping.length, "running one")} will end within seconds.` : "";
    return `${formatCount(cancelled.length, "re-scoring")} cancelled.${soon}`;
  });
  refresh(form);
  return state;
}

export async function rerunSeveralAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const choice = RERUN_CHOICES.find((one) => one === text(form, "which"));
  const ticked = form.getAll("submissions").map(String);
  if (!choice && ticked.length === 0) return { message: "Tick the submissions in the table first, or choose which." };
  const state = await attemptChange(async () => {
    const slugs = { challenge: text(form, "challenge"), phase: text(form, "phase") };
    const options = { which: choice ?? ticked, confirm: optionsOf(form).confirm };
    const { queued, leftOut } = await rerunSubmissions(database(), await queue(), who, slugs, options);
    const left = leftOut.map(({ algorithm, team, why }) => ` Not “${algorithm}” of ${team}: ${why}.`);
    return `${formatCount(queued.length, "submission")} queued to be run again.${left.join("")}`;
  });
  if (state.saved) refresh(form); // Not before it is confirmed: the table's ticks would be gone.
  return state;
}

export async function publishBoardAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const state = await attemptChange(async () => {
    const slugs = { challenge: text(form, "challenge"), phase: text(form, "phase") };
    await publishPhase(database(), who, slugs, optionsOf(form));
    return "Published.";
  });
  refresh(form);
  return state;
}

export async function disqualifyAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const state = await attemptChange(async () => {
    const { confirm, reason = "" } = optionsOf(form);
    await disqualifySubmission(database(), who, text(form, "submission"), { reason, confirm });
    return "Disqualified.";
  });
  refresh(form);
  return state;
}

export async function restoreAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const state = await attemptChange(async () => {
    await restoreSubmission(database(), who, text(form, "submission"));
    return "Restored.";
  });
  refresh(form);
  return state;
}

export async function markAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const who = await viewer();
  const state = await attemptChange(async () => {
    const marks = { baseline: form.get("baseline") === "on", verified: form.get("verified") === "on" };
    await markSubmission(database(), who, text(form, "submission"), marks);
    return "Saved.";
  });
  refresh(form);
  return state;
}
