import { isTokenValid } from "@bodymark/auth";
import type { Metadata } from "next";
import { ConfirmForm } from "#features/accounts/mailed-link-forms.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

// The address of this page is a secret while its token works: no other site must be told of it.
export const metadata: Metadata = { title: T.confirmTitle, referrer: "no-referrer" };

interface ConfirmPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConfirmPage({ searchParams }: ConfirmPageProps) {
  const { token, next } = await searchParams;
  const target = safePath(typeof next === "string" ? next : undefined, "");
  const given = typeof token === "string" ? token.slice(0, 100) : "";
  const valid = await isTokenValid(database(), "confirm-address", given);
  const person = valid ? null : await currentPerson();
  if (person?.confirmed) {
    // A link opened twice, or after another mail's: no reason to worry anybody.
    return (
      <Page narrow>
        <PageHeader title={T.confirmTitle} />
        <Notice tone="good" title={T.alreadyConfirmed}>
          <p>{T.alreadyConfirmedHint(person.email)}</p>
          <p className="pt-2">
            <ButtonLink href={target || "/challenges"}>{T.goOn}</ButtonLink>
          </p>
        </Notice>
      </Page>
    );
  }
  return (
    <Page narrow>
      <PageHeader title={T.confirmTitle} lead={valid ? T.confirmLead : undefined} />
      {valid ? (
        <div className="frame p-5 sm:p-6">
          <ConfirmForm token={given} next={target} />
        </div>
      ) : (
        <Notice tone="warn" title={T.linkInvalid}>
          <p>{T.linkInvalidHint}</p>
          <p className="pt-2">
            <ButtonLink href="/sign-in">{T.signInTitle}</ButtonLink>
          </p>
        </Notice>
      )}
    </Page>
  );
}
