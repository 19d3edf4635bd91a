"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { changeEmailAction, changePasswordAction, removePasskeyAction } from "./security-actions.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

export function PasswordForm() {
  return (
    <ActionForm action={changePasswordAction} submit={T.changePassword} kind="secondary">
      {(state) => (
        <>
          <Field
            name="current"
            type="password"
            label={T.currentPassword}
            autoComplete="current-password"
            error={state.errors?.current}
          />
          <Field
            name="next"
            type="password"
            label={T.newPassword}
            hint={ACCOUNT_TEXTS.passwordHint}
            autoComplete="new-password"
            error={state.errors?.next}
          />
        </>
      )}
    </ActionForm>
  );
}

export function EmailForm() {
  return (
    <ActionForm action={changeEmailAction} submit={T.changeEmail} kind="secondary">
      {(state) => (
        <>
          <Field
            name="newEmail"
            type="email"
            label={T.newEmail}
            autoComplete="email"
            inputMode="email"
            defaultValue={state.values?.newEmail}
            error={state.errors?.newEmail}
          />
          <Field
            name="emailPassword"
            type="password"
            label={T.currentPassword}
            autoComplete="current-password"
            error={state.errors?.emailPassword}
          />
        </>
      )}
    </ActionForm>
  );
}

/** Opens the question for the password only when it is wanted. */
export function RemovePasskey({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Button kind="danger" size="small" onClick={() => setOpen(true)} aria-label={`${T.remove} ${name}`}>
        {T.remove}
      </Button>
    );
  }
  return (
    <div className="w-full max-w-sm">
      <ActionForm action={removePasskeyAction} submit={T.remove} kind="danger" hidden={{ id }}>
        {(state) => (
          <Field
            name="password"
            type="password"
            label={T.currentPassword}
            autoComplete="current-password"
            autoFocus
            error={state.errors?.password}
          />
        )}
      </ActionForm>
    </div>
  );
}
