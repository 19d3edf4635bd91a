"use client";

import { Button } from "#ui/button.tsx";
import { revokeKeyAction } from "./key-actions.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";

export function RevokeKey({ id, name }: { id: string; name: string }) {
  return (
    <form
      action={revokeKeyAction}
      onSubmit={(event) => {
        if (!window.confirm(T.revokeConfirm(name))) event.preventDefault();
      }}
    >
      <input type="hidden" name="id" value={id} />
      <Button type="submit" kind="danger" size="small" aria-label={`${T.revoke} ${name}`}>
        {T.revoke}
      </Button>
    </form>
  );
}
