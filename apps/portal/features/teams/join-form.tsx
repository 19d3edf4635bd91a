"use client";

import Link from "next/link";
import { useActionState } from "react";
import type { FormState } from "#features/accounts/form-state.ts";
import { SUBMIT_TEXTS as T } from "#features/submissions/submit-texts.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { joinAction } from "./join-action.ts";

/** Makes a team for the challenge and accepts its rules. */
export function JoinForm({ challenge, suggestion }: { challenge: string; suggestion: string }) {
  const [state, action, pending] = useActionState<FormState, FormData>(joinAction, {});
  return (
    <form action={action} className="space-y-5" noValidate>
      {state.message ? (
        <Notice tone="bad" live>
          <p>{state.message}</p>
        </Notice>
      ) : null}
      <input type="hidden" name="challenge" value={challenge} />
      <Field
        name="teamName"
        label={T.teamName}
        hint={T.teamHint}
        maxLength={80}
        autoComplete="organization"
        defaultValue={state.values?.teamName ?? suggestion}
        error={state.errors?.teamName}
      />
      <div className="space-y-1">
        <label className="flex gap-3">
          <input
            type="checkbox"
            name="rules"
            required
            aria-describedby="rules-error"
            className="mt-1 size-4 accent-accent"
          />
          {T.acceptRules}
        </label>
        <p className="pl-7 text-small">
          <Link className="link" href={`/challenges/${challenge}/rules`} target="_blank">
            Read the rules (new tab)
          </Link>
        </p>
        <p id="rules-error" className="pl-7 text-bad text-small" aria-live="polite">
          {state.errors?.rules ?? ""}
        </p>
      </div>
      <Button type="submit" kind="primary" disabled={pending}>
        {T.join}
      </Button>
    </form>
  );
}
