"use client";

import type { NotificationKind } from "@bodymark/contracts";
import { ActionForm } from "#features/accounts/action-form.tsx";
import { PROFILE_TEXTS } from "#features/accounts/profile-texts.ts";
import { SUBSCRIPTION_TEXTS } from "#features/announcements/subscription-texts.ts";
import { saveChoicesAction, subscribeAgainAction, unsubscribeAction } from "./actions.ts";
import { NOTIFICATION_TEXTS as T } from "./texts.ts";

const KINDS = Object.keys(PROFILE_TEXTS.kinds) as NotificationKind[];

export function ChoicesForm({ choices }: { choices: Readonly<Record<NotificationKind, boolean>> }) {
  return (
    <ActionForm action={saveChoicesAction} submit={PROFILE_TEXTS.save}>
      {() => (
        <fieldset className="space-y-3">
          <legend className="sr-only">{PROFILE_TEXTS.notifications}</legend>
          {KINDS.map((kind) => {
            const [label, hint] = PROFILE_TEXTS.kinds[kind];
            return (
              <label key={kind} className="flex gap-3">
                <input
                  type="checkbox"
                  name={kind}
                  defaultChecked={choices[kind]}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                <span>
                  <span className="block font-strong">{label}</span>
                  <span className="block text-muted text-small">{hint}</span>
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
    </ActionForm>
  );
}

/** Asks whether to stop mail, and says so once it is stopped; `again` offers to take that back. */
export function UnsubscribeForm({ token, question, again }: { token: string; question: string; again: boolean }) {
  return (
    <ActionForm
      action={unsubscribeAction}
      submit={SUBSCRIPTION_TEXTS.unsubscribe}
      hidden={{ token }}
      after={(state) => (
        <div className="space-y-5">
          <p role="status">{state.done}</p>
          {again ? <SubscribeAgain token={token} /> : null}
        </div>
      )}
    >
      {() => <p>{question}</p>}
    </ActionForm>
  );
}

function SubscribeAgain({ token }: { token: string }) {
  return <ActionForm action={subscribeAgainAction} submit={T.again} kind="secondary" hidden={{ token }} />;
}
