"use client";

import type { ReactNode } from "react";
import { ActionForm } from "#features/accounts/action-form.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { confirmSubscriptionAction, ownSubscriptionAction, requestSubscriptionAction } from "./subscription-actions.ts";
import { SUBSCRIPTION_TEXTS as T } from "./subscription-texts.ts";

/** For whoever has no account, or is not signed in: an address, which its mailed link then subscribes. */
export function RequestForm({ list, mailNote }: { list: string | null; mailNote?: ReactNode }) {
  return (
    <ActionForm
      action={requestSubscriptionAction}
      submit={T.subscribe}
      kind="secondary"
      hidden={{ list: list ?? "" }}
      after={(state) => (
        <div role="status" className="space-y-3">
          <p className="break-words">{state.done}</p>
          <p className="text-muted text-small">{T.missing}</p>
          {mailNote}
        </div>
      )}
    >
      {(state) => (
        <Field
          name="email"
          type="email"
          label={T.email}
          hint={T.privacy}
          autoComplete="email"
          inputMode="email"
          defaultValue={state.values?.email}
          error={state.errors?.email}
        />
      )}
    </ActionForm>
  );
}

/** For whoever is signed in: one press. */
export function OwnForm({ list, subscribed, name }: { list: string | null; subscribed: boolean; name?: string }) {
  return (
    <ActionForm
      action={ownSubscriptionAction}
      submit={subscribed ? T.unsubscribe : T.subscribe}
      submitName={name}
      kind="secondary"
      hidden={{ list: list ?? "", wanted: subscribed ? "0" : "1" }}
    />
  );
}

/** A button and not the link itself: programs that look into mail open links too. */
export function ConfirmSubscriptionForm({ token, href }: { token: string; href: string }) {
  return (
    <ActionForm
      action={confirmSubscriptionAction}
      submit={T.confirm}
      hidden={{ token }}
      after={(state) => (
        <div role="status" className="space-y-4">
          <p>{state.done}</p>
          <ButtonLink href={href}>{T.announcements}</ButtonLink>
        </div>
      )}
    />
  );
}
