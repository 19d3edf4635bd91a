"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Field } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { signInAction } from "./sign-in-action.ts";
import { signUpAction } from "./sign-up-action.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

interface EntryFormProps {
  kind: "sign-in" | "sign-up";
  next: string;
  email?: string;
  /** Shown once a mail is on its way. */
  mailNote?: ReactNode;
}

/** Signing in and signing up: the same form but for the name. Works without scripts too. */
export function EntryForm({ kind, next, email, mailNote }: EntryFormProps) {
  const isNew = kind === "sign-up";
  const query = next ? `?next=${encodeURIComponent(next)}` : "";
  return (
    <div className="space-y-5">
      <ActionForm
        action={isNew ? signUpAction : signInAction}
        submit={isNew ? T.signUpTitle : T.signInTitle}
        hidden={{ next }}
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
          <>
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
              autoComplete={isNew ? "email" : "username"}
              inputMode="email"
              defaultValue={state.values?.email ?? email}
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
          </>
        )}
      </ActionForm>
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-muted">
        <span>
          {isNew ? T.haveAccount : T.noAccount}{" "}
          <Link className="link" href={isNew ? `/sign-in${query}` : `/sign-up${query}`}>
            {isNew ? T.signInTitle : T.signUpTitle}
          </Link>
        </span>
        {isNew ? null : (
          <Link className="link" href="/forgot-password">
            {T.forgot}
          </Link>
        )}
      </p>
    </div>
  );
}
