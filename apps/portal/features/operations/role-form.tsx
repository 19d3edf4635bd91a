"use client";

import { ROLES, type Role } from "@bodymark/contracts";
import { useActionState, useState } from "react";
import { SECURITY_TEXTS } from "#features/accounts/security-texts.ts";
import { Button } from "#ui/button.tsx";
import { changeRoleAction } from "./people-actions.ts";
import { PEOPLE_TEXTS as T } from "./people-texts.ts";

/** A person's role, to choose another; asked about before it is changed. */
export function RoleForm({ id, name, role }: { id: string; name: string; role: Role }) {
  const [state, send, pending] = useActionState(changeRoleAction, {});
  const [chosen, setChosen] = useState<Role>(role);
  return (
    <form
      action={send}
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        if (!window.confirm(T.confirm(name, SECURITY_TEXTS.role[chosen]))) event.preventDefault();
      }}
    >
      <input type="hidden" name="id" value={id} />
      <select
        name="role"
        aria-label={T.role(name)}
        value={chosen}
        onChange={(event) => setChosen(event.target.value as Role)}
        className="h-8 rounded-small border border-edge bg-surface px-2 text-small"
      >
        {ROLES.map((value) => (
          <option key={value} value={value}>
            {SECURITY_TEXTS.role[value]}
          </option>
        ))}
      </select>
      <Button type="submit" size="small" disabled={pending || chosen === role} aria-label={T.saveFor(name)}>
        {T.save}
      </Button>
      <span role="status" className={state.message ? "text-bad text-small" : "text-good text-small"}>
        {state.message ?? state.done ?? ""}
      </span>
    </form>
  );
}
