import { type ApplyOutcome, type PhaseEffect, Refusal } from "@bodymark/challenge";
import { explainIssues } from "@bodymark/challenge-file";
import { ZodError } from "zod";
import type { OrganizeState } from "./organize-state.ts";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

/**
 * Runs an organizer's operation and puts its outcome, refusals too, into what the form shows. `readBase` reads the
 * version of what the form is about, once it is saved.
 */
export async function attempt(
  work: () => Promise<ApplyOutcome>,
  prefix = "",
  readBase?: () => Promise<string>,
): Promise<OrganizeState> {
  try {
    const { applied } = await work();
    return { saved: applied ? T.saved : T.nothing, ...(readBase ? { base: await readBase() } : {}) };
  } catch (error) {
    return explainRefusal(error, prefix);
  }
}

/** What a form shows of an operation's refusal: what to confirm, or what is wrong. Rethrows what is none. */
export function explainRefusal(error: unknown, prefix = ""): OrganizeState {
  if (error instanceof ZodError) return issuesOf(error, prefix);
  if (!(error instanceof Refusal)) throw error;
  const { details } = error;
  if (error.code === "confirmation-needed") {
    const confirmation = {
      token: String(details.confirm),
      reasonNeeded: details.reasonNeeded === true,
      effects: details.effects as readonly PhaseEffect[],
    };
    return { message: error.message, confirmation };
  }
  if (error.code === "changed-meanwhile") return { message: error.message, base: String(details.version) };
  const fields = Array.isArray(details.fields) ? (details.fields as { path: string; message: string }[]) : [];
  const errors: Record<string, string> = {};
  // A member of a list is told at the list's field.
  for (const { path, message } of fields) errors[shorten(path, prefix).replace(/\.\d+$/, "")] ??= message;
  return { message: error.message, errors };
}

/** The first sentence for each field; `prefix` is the part of the document that the form is about. */
function issuesOf(error: ZodError, prefix: string): OrganizeState {
  const errors: Record<string, string> = {};
  for (const { path, message } of explainIssues(error)) {
    const full = path.map(String).join(".");
    const sentence = message.startsWith(`${full}: `) ? message.slice(full.length + 2) : message;
    errors[shorten(full, prefix)] ??= sentence;
  }
  const list = Object.entries(errors).map(([name, message]) => `${name}: ${message}`);
  return { errors, message: `Not saved. ${list.slice(0, 3).join("; ")}.` };
}

/** `phases.2.quota.count` → `quota.count` under the prefix `phases`. */
function shorten(path: string, prefix: string): string {
  if (!prefix || !path.startsWith(`${prefix}.`)) return path;
  return path.slice(prefix.length + 1).replace(/^\d+\./, "");
}

/** What a confirmed form carries beside its fields. */
export function optionsOf(form: FormData): { confirm?: string; reason?: string; base?: string } {
  const confirm = String(form.get("confirm") ?? "");
  const reason = String(form.get("reason") ?? "").slice(0, 500);
  const base = String(form.get("base") ?? "");
  return { ...(confirm ? { confirm } : {}), ...(reason ? { reason } : {}), ...(base ? { base } : {}) };
}
