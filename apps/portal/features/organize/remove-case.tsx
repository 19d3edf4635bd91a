"use client";

import { useActionState } from "react";
import { Button } from "#ui/button.tsx";
import { removeCaseAction } from "./actions.ts";
import type { OrganizeState } from "./organize-state.ts";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

export function RemoveCase({ challenge, name }: { challenge: string; name: string }) {
  const [state, action, pending] = useActionState<OrganizeState, FormData>(removeCaseAction, {});
  return (
    <form
      action={action}
      onSubmit={(event) => {
        if (!window.confirm(`Remove case ${name}? Its files go with it.`)) event.preventDefault();
      }}
    >
      <input type="hidden" name="challenge" value={challenge} />
      <input type="hidden" name="case" value={name} />
      <Button type="submit" size="small" kind="danger" disabled={pending} aria-label={`Remove ${name}`}>
        {T.remove}
      </Button>
      {state.message ? (
        <p role="alert" className="mt-1 max-w-52 text-bad">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
