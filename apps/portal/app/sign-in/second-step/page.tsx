import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PasskeySignIn } from "#features/accounts/passkey-sign-in.tsx";
import { SecondStepForm } from "#features/accounts/second-step-form.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { safePath } from "#server/safe-path.ts";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.secondTitle };

export default async function SecondStepPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  const target = safePath(typeof next === "string" ? next : undefined, "");
  if (await currentPerson()) redirect(target || "/challenges");
  return (
    <Page narrow>
      <PageHeader title={T.secondTitle} lead={T.secondLead} />
      <div className="frame space-y-5 p-5 sm:p-6">
        <SecondStepForm next={target} />
        <p className="flex items-center gap-3 text-muted text-small before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {T.or}
        </p>
        <PasskeySignIn next={target} />
      </div>
    </Page>
  );
}
