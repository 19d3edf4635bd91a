"use client";

import { ActionForm } from "#features/accounts/action-form.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { inviteByLinkAction, inviteByMailAction } from "./team-actions.ts";
import { TEAM_TEXTS as T } from "./texts.ts";

export function InviteForms({ team }: { team: string }) {
  return (
    <div className="grid divide-y divide-line md:grid-cols-2 md:divide-x md:divide-y-0">
      <div className="space-y-4 p-5">
        <h3>{T.inviteEmail}</h3>
        <p className="text-muted text-small">{T.inviteEmailHint}</p>
        <ActionForm action={inviteByMailAction} submit={T.sendInvite} kind="secondary" hidden={{ team }}>
          {(state) => (
            <Field
              name="email"
              type="email"
              label={T.inviteEmailLabel}
              inputMode="email"
              autoComplete="off"
              defaultValue={state.values?.email}
              error={state.errors?.email}
            />
          )}
        </ActionForm>
      </div>
      <div className="space-y-4 p-5">
        <h3>{T.inviteLink}</h3>
        <p className="text-muted text-small">{T.inviteLinkHint}</p>
        <ActionForm action={inviteByLinkAction} submit={T.makeLink} kind="secondary" hidden={{ team }}>
          {(state) => (
            <>
              {state.values?.link ? (
                <Notice>
                  <p className="flex flex-wrap items-center gap-3">
                    <code className="min-w-0 break-all">{state.values.link}</code>
                    <CopyButton text={state.values.link} label={T.copyLink} />
                  </p>
                </Notice>
              ) : null}
              <Field name="maxUses" type="number" label={T.maxUses} min={1} max={20} step={1} defaultValue="1" />
            </>
          )}
        </ActionForm>
      </div>
    </div>
  );
}
