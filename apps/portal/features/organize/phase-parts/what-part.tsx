import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { Field, TextArea } from "#ui/field.tsx";
import { Choice } from "../choice.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** Name, kind and description of a phase. */
export function WhatPart({ phase, errors, isNew }: PartProps & { isNew: boolean }) {
  return (
    <Part title={T.parts.what}>
      <Field name="title" label={T.labels.title} maxLength={100} defaultValue={phase.title} error={errors.title} />
      {isNew ? (
        <Field
          name="slug"
          label={T.labels.address}
          hint={T.slugHint}
          maxLength={64}
          spellCheck={false}
          defaultValue={phase.slug}
          error={errors.slug}
        />
      ) : null}
      <Choice
        name="kind"
        label={T.labels.kind}
        defaultValue={phase.kind}
        error={errors.kind}
        options={Object.entries(CHALLENGE_TEXTS.kinds)}
      />
      <TextArea
        name="description"
        label={T.labels.description}
        rows={2}
        optional
        maxLength={2000}
        defaultValue={phase.description}
        error={errors.description}
      />
    </Part>
  );
}
