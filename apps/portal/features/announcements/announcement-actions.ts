"use server";

import {
  ANNOUNCEMENT_MAIL,
  type AnnouncementMail,
  editAnnouncement,
  publishAnnouncement,
  removeAnnouncement,
} from "@bodymark/challenge";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { attemptChange } from "#features/manage/attempt-change.ts";
import { optionsOf } from "#features/organize/attempt.ts";
import type { OrganizeState } from "#features/organize/organize-state.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";
import { writtenPath } from "./written-path.ts";

/** What the forms carry: the list (a challenge's slug, or nothing for the platform's) and the text. */
function read(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  const list = text("list") || null;
  return {
    list,
    id: text("announcement"),
    text: { title: text("title"), body: text("body").replaceAll("\r\n", "\n") },
  };
}

export async function publishAnnouncementAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const { list, text } = read(form);
  const viewer = toViewer(await requirePerson(writtenPath(list)));
  const mail: AnnouncementMail = ANNOUNCEMENT_MAIL.find((one) => one === form.get("mail")) ?? "none";
  let published = "";
  const state = await attemptChange(async () => {
    const { confirm } = optionsOf(form);
    ({ id: published } = await publishAnnouncement(database(), viewer, list, { ...text, mail, confirm }));
    return T.published;
  });
  if (!state.saved) return state;
  revalidatePath(writtenPath(list));
  redirect(`${writtenPath(list)}?published=${published}`);
}

export async function editAnnouncementAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const { list, id, text } = read(form);
  const viewer = toViewer(await requirePerson(writtenPath(list)));
  const state = await attemptChange(async () => {
    await editAnnouncement(database(), viewer, list, id, text);
    return T.saved;
  });
  revalidatePath(writtenPath(list), "layout");
  return state;
}

export async function removeAnnouncementAction(_before: OrganizeState, form: FormData): Promise<OrganizeState> {
  const { list, id } = read(form);
  const viewer = toViewer(await requirePerson(writtenPath(list)));
  const state = await attemptChange(async () => {
    await removeAnnouncement(database(), viewer, list, id, optionsOf(form));
    return T.removed;
  });
  if (!state.saved) return state;
  revalidatePath(writtenPath(list), "layout");
  redirect(writtenPath(list));
}
