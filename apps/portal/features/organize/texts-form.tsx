"use client";

import type { ChallengeDocument } from "@bodymark/challenge-file";
import { Field, TextArea } from "#ui/field.tsx";
import { saveTextsAction } from "./actions.ts";
import { Choice } from "./choice.tsx";
import { MarkdownField } from "./markdown-field.tsx";
import { OrganizeForm } from "./organize-form.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

type Texts = Pick<
  ChallengeDocument,
  "slug" | "title" | "summary" | "discussionUrl" | "admission" | "emailDomains" | "pages" | "logo" | "pictures"
>;

/** Title, summary, pages and how teams get in. */
export function TextsForm({ challenge, base, readOnly }: { challenge: Texts; base: string; readOnly: boolean }) {
  return (
    <OrganizeForm action={saveTextsAction} base={base} readOnly={readOnly}>
      {(errors) => (
        <>
          <input type="hidden" name="challenge" value={challenge.slug} />
          <div className="grid gap-6 lg:grid-cols-2">
            <Field
              name="title"
              label={T.fields.title}
              maxLength={120}
              defaultValue={challenge.title}
              error={errors.title}
            />
            <Field
              name="discussionUrl"
              type="url"
              label={T.fields.discussionUrl}
              hint={T.fields.discussionHint}
              optional
              defaultValue={challenge.discussionUrl ?? ""}
              error={errors.discussionUrl}
            />
          </div>
          <TextArea
            name="summary"
            label={T.fields.summary}
            hint={T.fields.summaryHint}
            rows={2}
            maxLength={500}
            optional
            defaultValue={challenge.summary}
            error={errors.summary}
          />
          {(["overview", "rules", "data"] as const).map((name) => (
            <MarkdownField
              key={name}
              name={`pages.${name}`}
              label={T.pages[name] ?? name}
              value={challenge.pages[name]}
              challenge={challenge.slug}
              error={errors[`pages.${name}`]}
            />
          ))}
          <div className="grid gap-6 lg:grid-cols-3">
            <Choice
              name="logo"
              label={T.logo}
              hint={T.oneOfThePictures}
              defaultValue={challenge.logo ?? ""}
              error={errors.logo}
              options={[["", "none"], ...challenge.pictures.map(({ name }) => [name, name] as const)]}
            />
            <Choice
              name="admission"
              label={T.fields.admission}
              hint={T.whoMayTakePart}
              defaultValue={challenge.admission}
              error={errors.admission}
              options={Object.entries(T.admissions)}
            />
            <TextArea
              name="emailDomains"
              label={T.fields.emailDomains}
              hint={T.fields.emailDomainsHint}
              rows={2}
              optional
              defaultValue={challenge.emailDomains.join("\n")}
              error={errors.emailDomains ?? errors["emailDomains.0"]}
            />
          </div>
        </>
      )}
    </OrganizeForm>
  );
}
