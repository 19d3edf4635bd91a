"use client";

import { startAuthentication } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { beginPasskeySignInAction, passkeySignInAction } from "./passkey-actions.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

/** Signs in with a passkey; the browser shows its own dialog. */
export function PasskeySignIn({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  async function signIn() {
    if (!window.PublicKeyCredential) return setError(T.passkeyUnsupported);
    setBusy(true);
    setError("");
    try {
      const answer = await startAuthentication({ optionsJSON: await beginPasskeySignInAction() });
      if ((await passkeySignInAction(answer)) === "done") return window.location.assign(next || "/challenges");
      setError(T.passkeyFailed);
    } catch {
      setError(T.passkeyFailed); // the person closed the dialog, or it took too long
    }
    setBusy(false);
  }
  return (
    <div className="space-y-2">
      <Button className="w-full" onClick={signIn} disabled={busy}>
        <KeyRound aria-hidden className="size-4" />
        {T.withPasskey}
      </Button>
      <p aria-live="polite" className="text-bad text-small">
        {error}
      </p>
    </div>
  );
}
