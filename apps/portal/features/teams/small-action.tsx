"use client";

import { useActionState } from "react";
import type { FormState } from "#features/accounts/form-state.ts";
import { Button, type ButtonKind } from "#ui/button.tsx";

interface SmallActionProps {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  fields: Readonly<Record<string, string>>;
  text: string;
  /** What it is done to, for screen readers. */
  name: string;
  confirm?: string;
  kind?: ButtonKind;
}

/** One button in a row, asked about first if need be; a refusal is said below it. */
export function SmallAction({ action, fields, text, name, confirm, kind = "secondary" }: SmallActionProps) {
  const [state, send, pending] = useActionState<FormState, FormData>(action, {});
  return (
    <form
      action={send}
      onSubmit={(event) => {
        if (confirm && !window.confirm(confirm)) event.preventDefault();
      }}
    >
      {Object.entries(fields).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Button type="submit" kind={kind} size="small" disabled={pending} aria-label={`${text} ${name}`}>
        {text}
      </Button>
      {state.message ? (
        <p role="alert" className="mt-1 max-w-xs text-bad text-small">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
