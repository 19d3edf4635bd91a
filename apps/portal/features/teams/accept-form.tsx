"use client";

import { ActionForm } from "#features/accounts/action-form.tsx";
import { RulesCheckbox } from "./rules-checkbox.tsx";
import { acceptInviteAction } from "./team-actions.ts";
import { TEAM_TEXTS as T } from "./texts.ts";

export function AcceptForm({ token }: { token: string }) {
  return (
    <ActionForm action={acceptInviteAction} submit={T.accept} hidden={{ token }}>
      {(state) => <RulesCheckbox label={T.acceptRules} error={state.errors?.rules} />}
    </ActionForm>
  );
}
