import type { Metadata } from "next";
import { readShell } from "#features/shell/read-shell.ts";
import { NOT_FOUND_TEXTS as T } from "#features/shell/texts.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.name };

export default async function NotFound() {
  const stranger = (await readShell())?.person === null;
  return (
    <Page narrow>
      <PageHeader title={T.title} lead={stranger ? T.leadStranger : T.lead} />
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/challenges" kind="primary">
          {T.challenges}
        </ButtonLink>
        {stranger ? <ButtonLink href="/sign-in">{T.signIn}</ButtonLink> : null}
      </div>
    </Page>
  );
}
