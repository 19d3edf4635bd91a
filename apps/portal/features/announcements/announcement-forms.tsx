"use client";

import type { Audience } from "@bodymark/challenge";
import { MarkdownField } from "#features/organize/markdown-field.tsx";
import { OrganizeForm } from "#features/organize/organize-form.tsx";
import { Field } from "#ui/field.tsx";
import { editAnnouncementAction, publishAnnouncementAction, removeAnnouncementAction } from "./announcement-actions.ts";
import { ANNOUNCEMENT_TEXTS as T } from "./texts.ts";

const LONGEST = 20_000;

/** Writes an announcement; where it is mailed, says to how many before it goes out. */
export function PublishAnnouncementForm({ list, audience }: { list: string | null; audience: Audience }) {
  const { subscribers, members } = audience;
  const choices = [
    ["subscribers", T.mail.subscribers(subscribers)],
    ...(list === null ? [] : [["members", T.mail.members(subscribers + members)] as const]),
    ["none", T.mail.none],
  ] as const;
  return (
    <OrganizeForm action={publishAnnouncementAction} submit={T.publish} confirmWord={T.send}>
      {(errors) => (
        <>
          <input type="hidden" name="list" value={list ?? ""} />
          <TextFields list={list} title="" body="" errors={errors} />
          <fieldset className="space-y-2">
            <legend className="mb-1.5 font-strong">{T.mailTitle}</legend>
            <p className="text-muted text-small">{T.mailNote}</p>
            {choices.map(([value, label], i) => (
              <label key={value} className="flex items-start gap-2">
                <input
                  type="radio"
                  name="mail"
                  value={value}
                  defaultChecked={i === 0}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                {label}
              </label>
            ))}
          </fieldset>
        </>
      )}
    </OrganizeForm>
  );
}

interface WrittenProps {
  list: string | null;
  announcement: { id: string; title: string; body: string };
}

export function EditAnnouncementForm({ list, announcement, readOnly }: WrittenProps & { readOnly: boolean }) {
  return (
    <OrganizeForm action={editAnnouncementAction} submit={T.save} readOnly={readOnly}>
      {(errors) => (
        <>
          <input type="hidden" name="list" value={list ?? ""} />
          <input type="hidden" name="announcement" value={announcement.id} />
          <TextFields list={list} title={announcement.title} body={announcement.body} errors={errors} />
        </>
      )}
    </OrganizeForm>
  );
}

export function RemoveAnnouncementForm({ list, announcement }: WrittenProps) {
  return (
    <OrganizeForm action={removeAnnouncementAction} submit={T.remove} kind="danger" confirmWord={T.remove}>
      {() => (
        <>
          <input type="hidden" name="list" value={list ?? ""} />
          <input type="hidden" name="announcement" value={announcement.id} />
        </>
      )}
    </OrganizeForm>
  );
}

function TextFields({
  list,
  title,
  body,
  errors,
}: {
  list: string | null;
  title: string;
  body: string;
  errors: Readonly<Record<string, string>>;
}) {
  return (
    <>
      <Field
        name="title"
        label={T.fields.title}
        hint={T.fields.titleHint}
        maxLength={120}
        defaultValue={title}
        error={errors.title}
        autoComplete="off"
      />
      <MarkdownField
        name="body"
        label={T.fields.body}
        value={body}
        challenge={list ?? ""}
        maxLength={LONGEST}
        optional={false}
        error={errors.body}
      />
    </>
  );
}
