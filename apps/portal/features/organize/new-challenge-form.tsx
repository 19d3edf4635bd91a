"use client";

import { PRESETS } from "@bodymark/challenge-file";
import { useState } from "react";
import { Field, TextArea } from "#ui/field.tsx";
import { createAction } from "./actions.ts";
import { Choice } from "./choice.tsx";
import { OrganizeForm } from "./organize-form.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

export function NewChallengeForm() {
  const [slug, setSlug] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const suggested = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  return (
    <OrganizeForm action={createAction} submit={T.create}>
      {(errors) => (
        <>
          <Field
            name="title"
            label={T.fields.title}
            maxLength={120}
            autoComplete="off"
            error={errors.title}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Field
            name="slug"
            label={T.fields.slug}
            hint={T.fields.slugHint}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            error={errors.slug}
            value={slug ?? suggested}
            onChange={(event) => setSlug(event.target.value)}
          />
          <TextArea
            name="summary"
            label={T.fields.summary}
            hint={T.fields.summaryHint}
            maxLength={500}
            rows={2}
            optional
            error={errors.summary}
          />
          <Choice
            name="preset"
            label={T.fields.preset}
            hint={T.fields.presetHint}
            options={[
              ["", "nothing"],
              ...Object.entries(PRESETS).map(
                ([name, preset]) => [name, `${preset.title}: ${preset.structures.length} structures`] as const,
              ),
            ]}
          />
        </>
      )}
    </OrganizeForm>
  );
}
