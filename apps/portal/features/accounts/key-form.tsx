"use client";

import { useActionState } from "react";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Field, SelectField } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import type { FormState } from "./form-state.ts";
import { createKeyAction } from "./key-actions.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";

export function KeyForm() {
  const [state, action, pending] = useActionState<FormState, FormData>(createKeyAction, {});
  return (
    <div className="space-y-4">
      {state.done ? (
        <Notice tone="good" title={T.keyCreated} live>
          <p className="flex flex-wrap items-center gap-3">
            <code className="min-w-0 break-all">{state.done}</code>
            <CopyButton text={state.done} label={T.copyKey} />
          </p>
        </Notice>
      ) : null}
      <form action={action} className="grid items-end gap-3 sm:grid-cols-[1fr_10rem_auto]" noValidate>
        <Field
          name="name"
          label={T.keyName}
          hint={T.keyNameHint}
          maxLength={32}
          defaultValue={state.values?.name}
          error={state.errors?.name}
        />
        <SelectField
          name="days"
          label={T.keyDays}
          defaultValue={state.values?.days ?? "365"}
          options={Object.entries(T.keyLifetimes)}
          error={state.errors?.days}
        />
        <Button type="submit" disabled={pending}>
          {T.createKey}
        </Button>
      </form>
    </div>
  );
}
