"use client";

import { useEffect, useTransition } from "react";
import { Button } from "#ui/button.tsx";
import { PageHeader } from "#ui/page.tsx";
import { UI_TEXTS } from "#ui/texts.ts";
import { FAILURE_TEXTS as T } from "./failure-texts.ts";
import { SHELL_TEXTS } from "./texts.ts";

/** What Next gives to an error page. */
export interface FailureProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** In place of a page that failed: what that means, and another try. */
export function Failure({ error, retry }: FailureProps) {
  const [trying, startTrying] = useTransition();
  useEffect(() => {
    // Where the title could not be read either, the tab still needs a name.
    if (!document.title) document.title = `${T.title} · ${SHELL_TEXTS.product}`;
  }, []);
  return (
    <div role="alert" className="space-y-6">
      <PageHeader title={T.title} lead={T.lead} />
      <Button kind="primary" disabled={trying} onClick={() => startTrying(retry)}>
        {trying ? T.trying : UI_TEXTS.tryAgain}
      </Button>
      {error.digest ? (
        <p className="text-muted text-small">
          {T.code} <code>{error.digest}</code>
        </p>
      ) : null}
    </div>
  );
}
