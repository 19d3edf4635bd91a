"use client";

import { useActionState } from "react";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import type { FormState } from "./form-state.ts";
import { createKeyAction } from "./key-actions.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

export function KeyForm() {
  const [state, action, pending] = useActionState<FormState, FormData>(createKeyAction, {});
  const key = state.values?.key;
  return (
    <div className="space-y-4">
      {key ? (
        <Notice tone="good" title={T.keyCreated} live>
          <p className="flex flex-wrap items-center gap-3">
            <code className="min-w-0 break-all">{key}</code>
            <CopyButton text={key} label="Copy key" />
          </p>
        </Notice>
      ) : null}
      <form action={action} className="flex flex-wrap items-end gap-3" noValidate>
        <div className="min-w-0 flex-1 basis-64">
          <Field name="name" label={T.keyName} hint={T.keyNameHint} maxLength={32} error={state.errors?.name} />
        </div>
        <Button type="submit" disabled={pending}>
          {T.createKey}
        </Button>
      </form>
    </div>
  );
}
