"use client";

import { useActionState } from "react";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { ActionForm } from "./action-form.tsx";
import { beginTotpAction, finishTotpAction, removeTotpAction, type TotpSetUp } from "./security-actions.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";

/** Turns the authenticator app on (password, then QR code, then a first code) or off (password). */
export function TotpSetup({ on }: { on: boolean }) {
  const [state, action, pending] = useActionState<TotpSetUp, FormData>(beginTotpAction, {});
  if (on) {
    return (
      <ActionForm action={removeTotpAction} submit={T.turnOff} kind="danger">
        {(removal) => <PasswordField error={removal.errors?.totpPassword} />}
      </ActionForm>
    );
  }
  if (!state.setUp) {
    return (
      <form action={action} className="space-y-5" noValidate>
        <PasswordField error={state.errors?.totpPassword} />
        <Button type="submit" disabled={pending}>
          {T.setUp}
        </Button>
      </form>
    );
  }
  return <FinishTotp setUp={state.setUp} />;
}

function PasswordField({ error }: { error: string | undefined }) {
  return (
    <Field
      name="totpPassword"
      type="password"
      label={T.currentPassword}
      autoComplete="current-password"
      error={error}
    />
  );
}

function FinishTotp({ setUp }: { setUp: NonNullable<TotpSetUp["setUp"]> }) {
  const { secret, qr, backupCodes } = setUp;
  return (
    <div className="space-y-5">
      <p>{T.scan}</p>
      <div className="flex flex-wrap items-start gap-5">
        {/* biome-ignore lint/performance/noImgElement: a data address, nothing to optimise */}
        <img src={qr} alt={T.qr} width={184} height={184} className="rounded-base border border-line bg-white" />
        <div className="min-w-0 flex-1 basis-56 space-y-3">
          <h4 className="font-strong">{T.secret}</h4>
          <p className="flex flex-wrap items-center gap-3">
            <code className="break-all">{secret}</code>
            <CopyButton text={secret} />
          </p>
        </div>
      </div>
      <Notice tone="warn" title={T.backupCodes}>
        <p>{T.backupHint}</p>
        <ul className="grid grid-cols-2 gap-x-6 gap-y-1 py-2">
          {backupCodes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <CopyButton text={backupCodes.join("\n")} label={T.copyCodes} />
      </Notice>
      <ActionForm
        action={finishTotpAction}
        submit={T.turnOn}
        after={(state) => (
          <Notice tone="good" live>
            <p>{state.done}</p>
          </Notice>
        )}
      >
        {(state) => (
          <Field
            name="code"
            label={T.firstCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            error={state.errors?.code}
          />
        )}
      </ActionForm>
    </div>
  );
}
