import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryForm } from "#features/accounts/entry-form.tsx";
import { PasskeySignIn } from "#features/accounts/passkey-sign-in.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { safePath } from "#server/safe-path.ts";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.signInTitle };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, confirmed, reset } = await searchParams;
  const target = safePath(typeof next === "string" ? next : undefined, "");
  if (await currentPerson()) redirect(target || "/challenges");
  const email = typeof confirmed === "string" ? confirmed.slice(0, 200) : undefined;
  return (
    <Page narrow>
      <PageHeader title={T.signInTitle} lead={T.signInLead} />
      {email ? (
        <Notice tone="good" title={T.confirmed(email)} live>
          <p>{T.confirmedSignIn}</p>
        </Notice>
      ) : null}
      {reset ? (
        <Notice tone="good" live>
          <p>{T.resetDone}</p>
        </Notice>
      ) : null}
      <div className="frame space-y-5 p-5 sm:p-6">
        <EntryForm kind="sign-in" next={target} {...(email ? { email } : {})} />
        <p className="flex items-center gap-3 text-muted text-small before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {T.or}
        </p>
        <PasskeySignIn next={target} />
      </div>
    </Page>
  );
}
