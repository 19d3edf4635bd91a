"use client";

import Link from "next/link";
import { ActionForm } from "#features/accounts/action-form.tsx";
import { SUBMIT_TEXTS as T } from "#features/submissions/submit-texts.ts";
import { Field } from "#ui/field.tsx";
import { joinAction } from "./join-action.ts";
import { RulesCheckbox } from "./rules-checkbox.tsx";

/** Makes a team for the challenge and accepts its rules. */
export function JoinForm({ challenge, suggestion }: { challenge: string; suggestion: string }) {
  return (
    <ActionForm action={joinAction} submit={T.join} hidden={{ challenge }}>
      {(state) => (
        <>
          <Field
            name="teamName"
            label={T.teamName}
            hint={T.teamHint}
            maxLength={80}
            autoComplete="organization"
            defaultValue={state.values?.teamName ?? suggestion}
            error={state.errors?.teamName}
          />
          <RulesCheckbox
            label={T.acceptRules}
            error={state.errors?.rules}
            below={
              <Link className="link" href={`/challenges/${challenge}/rules`} target="_blank">
                {T.readTheRulesNew}
              </Link>
            }
          />
        </>
      )}
    </ActionForm>
  );
}
