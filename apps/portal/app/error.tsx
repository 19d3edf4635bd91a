"use client";

import { Button } from "#ui/button.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <Page narrow>
      <PageHeader
        title="Something failed on our side"
        lead="What you entered may not have been saved. Nothing that was already handed in is lost."
      />
      <Button kind="primary" onClick={() => retry()}>
        Try again
      </Button>
      {error.digest ? (
        <p className="text-muted text-small">
          If it stays so, tell the operators this code: <code>{error.digest}</code>
        </p>
      ) : null}
    </Page>
  );
}
