"use client";

import { Field } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { deleteAccountAction } from "./data-actions.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";
import { SECURITY_TEXTS } from "./security-texts.ts";

export function DeleteForm({ asksCode }: { asksCode: boolean }) {
  return (
    <ActionForm action={deleteAccountAction} submit={T.deleteButton} kind="danger" confirm={T.deleteConfirm}>
      {(state) => (
        <>
          <Field
            name="email"
            type="email"
            label={T.typeEmail}
            autoComplete="off"
            defaultValue={state.values?.email}
            error={state.errors?.email}
          />
          <Field
            name="password"
            type="password"
            label={SECURITY_TEXTS.currentPassword}
            autoComplete="current-password"
            error={state.errors?.password}
          />
          {asksCode ? (
            <Field
              name="code"
              label={T.code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              error={state.errors?.code}
            />
          ) : null}
        </>
      )}
    </ActionForm>
  );
}
