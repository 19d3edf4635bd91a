"use client";

import type { ReactNode } from "react";
import { Field } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { confirmAction, forgotAction, resendAction, resetAction } from "./mailed-link-actions.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

/** A button and not the link itself: programs that look into mail open links too. */
export function ConfirmForm({ token, next }: { token: string; next: string }) {
  return <ActionForm action={confirmAction} submit={T.confirm} hidden={{ token, next }} />;
}

export function ResendForm({ next }: { next: string }) {
  return <ActionForm action={resendAction} submit={T.resend} kind="secondary" hidden={{ next }} />;
}

export function ForgotForm({ mailNote }: { mailNote?: ReactNode }) {
  return (
    <ActionForm
      action={forgotAction}
      submit={T.sendLink}
      wide
      after={(state) => (
        <div role="status" className="space-y-3">
          <h2>{T.mailSentTitle}</h2>
          <p>{state.done}</p>
          <p className="text-muted">{T.mailMissing}</p>
          {mailNote}
        </div>
      )}
    >
      {(state) => (
        <Field
          name="email"
          type="email"
          label={T.email}
          autoComplete="email"
          inputMode="email"
          defaultValue={state.values?.email}
          error={state.errors?.email}
        />
      )}
    </ActionForm>
  );
}

export function ResetForm({ token }: { token: string }) {
  return (
    <ActionForm action={resetAction} submit={T.setPassword} hidden={{ token }} wide>
      {(state) => (
        <Field
          name="password"
          type="password"
          label={T.newPassword}
          hint={T.passwordHint}
          autoComplete="new-password"
          error={state.errors?.password}
        />
      )}
    </ActionForm>
  );
}
