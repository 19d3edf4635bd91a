import type { Metadata } from "next";
import { ButtonLink } from "#ui/button.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Page narrow>
      <PageHeader
        title="This page does not exist"
        lead="The address may be mistyped, or what it names is not yours to see. Sign in if you have an account."
      />
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/challenges" kind="primary">
          All challenges
        </ButtonLink>
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </div>
    </Page>
  );
}
