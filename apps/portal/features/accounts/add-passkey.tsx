"use client";

import { startRegistration } from "@simplewebauthn/browser";
import { type FormEvent, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { beginPasskeyAction, finishPasskeyAction } from "./passkey-actions.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

/** Adds a passkey: password and name here, then the browser's own dialog. */
export function AddPasskey() {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [added, setAdded] = useState(false);

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    if (!window.PublicKeyCredential) return setErrors({ form: ACCOUNT_TEXTS.passkeyUnsupported });
    setBusy(true);
    setErrors({});
    setAdded(false);
    try {
      const begun = await beginPasskeyAction(fields.get("passkeyPassword"), fields.get("passkeyName"));
      if (begun.errors) setErrors(begun.errors);
      else {
        const answer = await startRegistration({ optionsJSON: begun.options });
        const done = (await finishPasskeyAction(answer, fields.get("passkeyName"))) === "done";
        if (done) form.reset();
        setAdded(done);
        if (!done) setErrors({ form: T.passkeyFailed });
      }
    } catch {
      setErrors({ form: T.passkeyFailed }); // the dialog was closed, or it took too long
    }
    setBusy(false);
  }

  return (
    <form onSubmit={add} className="space-y-5" noValidate>
      {errors.form ? (
        <Notice tone="bad" live>
          <p>{errors.form}</p>
        </Notice>
      ) : null}
      {added ? (
        <Notice tone="good" live>
          <p>{T.passkeyAdded}</p>
        </Notice>
      ) : null}
      <Field name="passkeyName" label={T.passkeyName} hint={T.passkeyNameHint} maxLength={60} error={errors.name} />
      <Field
        name="passkeyPassword"
        type="password"
        label={T.currentPassword}
        autoComplete="current-password"
        error={errors.password}
      />
      <Button type="submit" disabled={busy}>
        {T.addPasskey}
      </Button>
    </form>
  );
}
