"use client";

import { type FormEvent, type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { Button, type ButtonKind } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import type { OrganizeState } from "./organize-state.ts";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

interface OrganizeFormProps {
  action: (before: OrganizeState, form: FormData) => Promise<OrganizeState>;
  /** The fields, given the errors by field. */
  children: (errors: Readonly<Record<string, string>>) => ReactNode;
  submit?: string;
  /** Accessible name of the button, where its word alone does not say what it is about. */
  submitName?: string;
  /** The button's word once it says what will happen, in place of the usual one. */
  confirmWord?: string;
  /** Look of the button, where saving is not the page's first business. */
  kind?: ButtonKind;
  /** Version of what the fields show: what somebody else saves meanwhile is not undone unseen. */
  base?: string;
  /** For reviewers: the fields can be read, not changed. */
  readOnly?: boolean;
  className?: string;
  /** For fields that stand elsewhere on the page and name it as their form. */
  id?: string;
}

/**
 * A form of the organizers' pages: says what was saved or what is wrong, and where a running phase would change, what
 * that affects before it is applied. What is typed stays through all of it.
 */
export function OrganizeForm({
  action,
  children,
  submit = T.save,
  submitName,
  confirmWord = T.confirm,
  kind = "primary",
  readOnly = false,
  className,
  id,
  base: first,
}: OrganizeFormProps) {
  const [state, dispatch, pending] = useActionState<OrganizeState, FormData>(action, {});
  // Not the page's newest: the fields keep what they showed first.
  const [base, setBase] = useState(first);
  const [touched, setTouched] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setTouched(false);
    if (state.base !== undefined) setBase(state.base);
    if (state.message) top.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  // Not by the form's own action: React then empties the fields.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => dispatch(form));
  };
  const confirmation = touched ? undefined : state.confirmation;
  return (
    <form
      id={id}
      action={dispatch}
      onSubmit={send}
      onInput={(event) => {
        const name = (event.target as HTMLInputElement).name;
        if (name !== "reason") setTouched(true);
      }}
      className={className ?? "space-y-6"}
      noValidate
    >
      <fieldset disabled={readOnly} className="min-w-0 space-y-6">
        {base === undefined ? null : <input type="hidden" name="base" value={base} />}
        {children(state.errors ?? {})}
      </fieldset>
      <div ref={top} className="space-y-4">
        {state.message && !touched ? (
          <Notice tone={confirmation ? "warn" : "bad"} live>
            <p>{state.message}</p>
            {confirmation ? <Effects effects={confirmation.effects} /> : null}
          </Notice>
        ) : null}
        {confirmation ? (
          <>
            <input type="hidden" name="confirm" value={confirmation.token} />
            {confirmation.reasonNeeded ? (
              <Field name="reason" label={T.reason} hint={T.reasonHint} maxLength={500} autoComplete="off" />
            ) : null}
          </>
        ) : null}
        {readOnly ? null : (
          <div className="flex flex-wrap items-center gap-4">
            <Button type="submit" kind={kind} disabled={pending} aria-label={confirmation ? undefined : submitName}>
              {pending ? T.saving : confirmation ? confirmWord : submit}
            </Button>
            <p role="status" className="text-muted">
              {pending || touched ? "" : (state.saved ?? "")}
            </p>
          </div>
        )}
      </div>
    </form>
  );
}

function Effects({ effects }: { effects: NonNullable<OrganizeState["confirmation"]>["effects"] }) {
  return (
    <ul className="mt-2 space-y-2">
      {effects.map((effect) => (
        <li key={effect.phase}>
          <p className="font-strong">
            {effect.title}: {effect.fields.join(", ")}
            {effect.amends ? T.frozenWhenThePhase : ""}
          </p>
          <ul className="list-disc pl-5">
            {effect.consequences.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
