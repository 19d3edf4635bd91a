import { isTokenValid } from "@bodymark/auth";
import type { Metadata } from "next";
import { ResetForm } from "#features/accounts/mailed-link-forms.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { database } from "#server/database.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

// The address of this page is a secret while its token works: no other site must be told of it.
export const metadata: Metadata = { title: T.resetTitle, referrer: "no-referrer" };

export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token.slice(0, 100) : "";
  const valid = await isTokenValid(database(), "reset-password", given);
  return (
    <Page narrow>
      <PageHeader title={T.resetTitle} lead={valid ? T.resetLead : undefined} />
      {valid ? (
        <div className="frame p-5 sm:p-6">
          <ResetForm token={given} />
        </div>
      ) : (
        <Notice tone="warn" title={T.linkInvalid}>
          <p>{T.linkInvalidHint}</p>
          <p className="pt-2">
            <ButtonLink href="/forgot-password">{T.forgotTitle}</ButtonLink>
          </p>
        </Notice>
      )}
    </Page>
  );
}
