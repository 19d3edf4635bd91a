import type { Metadata } from "next";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.goodbye };

export default function GoodbyePage() {
  return (
    <Page narrow>
      <PageHeader title={T.goodbye} />
      <p>
        <ButtonLink href="/">{T.home}</ButtonLink>
      </p>
    </Page>
  );
}
