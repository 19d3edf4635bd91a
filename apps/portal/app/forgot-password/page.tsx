import type { Metadata } from "next";
import { ForgotForm } from "#features/accounts/mailed-link-forms.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { MailNote } from "#features/mailbox/mail-note.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.forgotTitle };

export default function ForgotPasswordPage() {
  return (
    <Page narrow>
      <PageHeader title={T.forgotTitle} lead={T.forgotLead} trail={[{ href: "/sign-in", label: T.signInTitle }]} />
      <div className="frame p-5 sm:p-6">
        <ForgotForm mailNote={<MailNote />} />
      </div>
    </Page>
  );
}
