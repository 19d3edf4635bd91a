"use client";

import Link from "next/link";
import { useActionState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import type { FormState } from "./form-state.ts";
import { signInAction } from "./sign-in-action.ts";
import { signUpAction } from "./sign-up-action.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

/** Signing in and signing up: the same form but for the name. Works without scripts too. */
export function EntryForm({ kind, next }: { kind: "sign-in" | "sign-up"; next: string }) {
  const isNew = kind === "sign-up";
  const [state, action, pending] = useActionState<FormState, FormData>(isNew ? signUpAction : signInAction, {});
  const query = next ? `?next=${encodeURIComponent(next)}` : "";
  return (
    <form action={action} className="space-y-5" noValidate>
      {state.message ? (
        <Notice tone="bad" live>
          <p>{state.message}</p>
        </Notice>
      ) : null}
      <input type="hidden" name="next" value={next} />
      {isNew ? (
        <Field
          name="name"
          label={T.name}
          hint={T.nameHint}
          autoComplete="name"
          maxLength={100}
          defaultValue={state.values?.name}
          error={state.errors?.name}
        />
      ) : null}
      <Field
        name="email"
        type="email"
        label={T.email}
        autoComplete="email"
        inputMode="email"
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <Field
        name="password"
        type="password"
        label={T.password}
        hint={isNew ? T.passwordHint : undefined}
        autoComplete={isNew ? "new-password" : "current-password"}
        error={state.errors?.password}
      />
      <Button type="submit" kind="primary" className="w-full" disabled={pending}>
        {isNew ? T.signUpTitle : T.signInTitle}
      </Button>
      <p className="text-muted">
        {isNew ? T.haveAccount : T.noAccount}{" "}
        <Link className="link" href={isNew ? `/sign-in${query}` : `/sign-up${query}`}>
          {isNew ? T.signInTitle : T.signUpTitle}
        </Link>
      </p>
    </form>
  );
}
