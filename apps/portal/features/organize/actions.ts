"use server";

import {
  createChallenge,
  type DocumentPart,
  editChallenge,
  partVersion,
  Refusal,
  readDefinition,
  removeCase,
  removeOrganizer,
  removePhase,
  savePhase,
  setOrganizer,
  type Viewer,
} from "@bodymark/challenge";
import { applyPreset, type ChallengeInput, organizerRoleSchema } from "@bodymark/challenge-file";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { attempt, optionsOf } from "./attempt.ts";
import type { OrganizeState } from "./organize-state.ts";
import { readPhaseForm } from "./read-phase-form.ts";

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

async function viewer(): Promise<Viewer> {
  return toViewer(await requirePerson("/organize"));
}

export async function createAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "slug");
  const given = { slug, title: text(form, "title"), summary: text(form, "summary") };
  const document = (applyPreset(text(form, "preset"), given) ?? given) as ChallengeInput;
  const who = await viewer();
  const state = await attempt(() => createChallenge(database(), who, document));
  if (!state.saved) return state;
  redirect(`/organize/${slug}`);
}

export async function saveTextsAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const page = (name: string) => String(form.get(`pages.${name}`) ?? "").replaceAll("\r\n", "\n");
  const edit = {
    title: text(form, "title"),
    summary: text(form, "summary"),
    discussionUrl: text(form, "discussionUrl") || null,
    admission: text(form, "admission") as "open",
    emailDomains: lines(text(form, "emailDomains")),
    pages: { overview: page("overview"), rules: page("rules"), data: page("data") },
    logo: text(form, "logo") || null,
  };
  const state = await attempt(
    () => editChallenge(database(), who, slug, edit, optionsOf(form)),
    "",
    readBase(who, slug, Object.keys(edit)),
  );
  revalidatePath(`/organize/${slug}`, "layout");
  return state;
}

export async function publishAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const visibility = form.get("visibility") === "public" ? "public" : "draft";
  const state = await attempt(() => editChallenge(database(), who, slug, { visibility }, optionsOf(form)));
  revalidatePath(`/organize/${slug}`, "layout");
  return state;
}

export async function saveStructuresAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  let structures: ChallengeInput["structures"];
  try {
    structures = JSON.parse(String(form.get("structures") ?? "")) as ChallengeInput["structures"];
  } catch {
    return { message: "The list is not JSON: check commas and brackets." };
  }
  const state = await attempt(
    () => editChallenge(database(), who, slug, { structures }, optionsOf(form)),
    "",
    readBase(who, slug, ["structures"]),
  );
  revalidatePath(`/organize/${slug}`, "layout");
  return state;
}

export async function savePhaseAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const isNew = form.get("new") === "1";
  const read = readPhaseForm(form);
  if ("errors" in read) return { errors: read.errors, message: "Not saved. Look at the marked fields." };
  const state = await attempt(
    () => savePhase(database(), who, slug, read.phase, { ...optionsOf(form), mustBeNew: isNew }),
    "phases",
    readBase(who, slug, { phase: read.phase.slug }),
  );
  revalidatePath(`/organize/${slug}`, "layout");
  if (state.saved && isNew) redirect(`/organize/${slug}/phases`);
  return state;
}

export async function removePhaseAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const state = await attempt(() => removePhase(database(), who, slug, text(form, "phase"), optionsOf(form)), "phases");
  revalidatePath(`/organize/${slug}`, "layout");
  if (state.saved) redirect(`/organize/${slug}/phases`);
  return state;
}

export async function setOrganizerAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const role = organizerRoleSchema.safeParse(text(form, "role"));
  if (!role.success) return { message: "Choose a role." };
  const organizer = { email: text(form, "email"), role: role.data };
  const state = await attempt(() => setOrganizer(database(), who, slug, organizer));
  revalidatePath(`/organize/${slug}/organizers`);
  if (state.message && !state.errors?.email) return { ...state, errors: { email: state.message } };
  return state;
}

export async function removeOrganizerAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  const state = await attempt(() => removeOrganizer(database(), who, slug, text(form, "email")));
  if (state.saved && form.get("leaving") === "1" && who?.role !== "operator") redirect("/organize");
  revalidatePath(`/organize/${slug}/organizers`);
  return state;
}

export async function removeCaseAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const slug = text(form, "challenge");
  const who = await viewer();
  try {
    await removeCase(database(), who, slug, text(form, "case"));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { message: error.message };
  }
  revalidatePath(`/organize/${slug}/cases`);
  return { saved: "Removed." };
}

/** What a saved form is about, as it is now. */
const readBase = (who: Viewer, slug: string, part: DocumentPart) => async () =>
  partVersion((await readDefinition(database(), who, slug)).document, part);

function lines(value: string): string[] {
  return value.split(/[\s,;]+/).filter((line) => line !== "");
}
