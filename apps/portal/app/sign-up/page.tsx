import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryForm } from "#features/accounts/entry-form.tsx";
import { ACCOUNT_TEXTS } from "#features/accounts/texts.ts";
import { MailNote } from "#features/mailbox/mail-note.tsx";
import { currentPerson } from "#server/current-person.ts";
import { safePath } from "#server/safe-path.ts";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: ACCOUNT_TEXTS.signUpTitle };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  const target = safePath(typeof next === "string" ? next : undefined, "");
  if (await currentPerson()) redirect(target || "/challenges");
  return (
    <Page narrow>
      <PageHeader title={ACCOUNT_TEXTS.signUpTitle} lead={ACCOUNT_TEXTS.signUpLead} />
      <div className="frame p-5 sm:p-6">
        <EntryForm kind="sign-up" next={target} mailNote={<MailNote />} />
      </div>
    </Page>
  );
}
