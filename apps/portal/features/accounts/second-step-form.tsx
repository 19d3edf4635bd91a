"use client";

import Link from "next/link";
import { Field } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { secondStepAction } from "./second-step-action.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

export function SecondStepForm({ next }: { next: string }) {
  return (
    <div className="space-y-5">
      <ActionForm action={secondStepAction} submit={T.check} hidden={{ next }} wide>
        {(state) => (
          <Field
            name="code"
            label={T.code}
            hint={T.codeHint}
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={40}
            autoFocus
            error={state.errors?.code}
          />
        )}
      </ActionForm>
      <p className="text-muted">
        <Link className="link" href={`/sign-in?next=${encodeURIComponent(next)}`}>
          {T.beginAgain}
        </Link>
      </p>
    </div>
  );
}
