"use client";

import { type ReactNode, useActionState } from "react";
import { Button, type ButtonKind } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { FormState } from "./form-state.ts";

interface ActionFormProps {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  submit: string;
  /** Accessible name of the button, where its word alone does not say what it is about. */
  submitName?: string | undefined;
  kind?: ButtonKind;
  /** Fields sent along unseen. */
  hidden?: Readonly<Record<string, string>>;
  /** Asked before it is sent. */
  confirm?: string;
  wide?: boolean;
  children?: (state: FormState) => ReactNode;
  /** In place of the form once it has worked; without one the form stays, with what `done` says above it. */
  after?: (state: FormState) => ReactNode;
}

/** A form with a server action: what went wrong on top and at each field, works without scripts too. */
export function ActionForm({
  action,
  submit,
  submitName,
  kind,
  hidden,
  confirm,
  wide,
  children,
  after,
}: ActionFormProps) {
  const [state, send, pending] = useActionState<FormState, FormData>(action, {});
  if (state.done !== undefined && after) return after(state);
  return (
    <form
      action={send}
      className="space-y-5"
      noValidate
      onSubmit={(event) => {
        if (confirm && !window.confirm(confirm)) event.preventDefault();
      }}
    >
      {state.message ? (
        <Notice tone="bad" live>
          <p>{state.message}</p>
        </Notice>
      ) : null}
      {state.done ? (
        <Notice tone="good" live>
          <p>{state.done}</p>
        </Notice>
      ) : null}
      {Object.entries(hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children?.(state)}
      <Button
        type="submit"
        kind={kind ?? "primary"}
        className={wide ? "w-full" : undefined}
        disabled={pending}
        aria-label={submitName}
      >
        {submit}
      </Button>
    </form>
  );
}
