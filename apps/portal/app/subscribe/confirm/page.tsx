import { readPendingSubscription } from "@bodymark/challenge";
import type { Metadata } from "next";
import { listPath } from "#features/announcements/list-path.ts";
import { ConfirmSubscriptionForm } from "#features/announcements/subscription-forms.tsx";
import { SUBSCRIPTION_TEXTS as T } from "#features/announcements/subscription-texts.ts";
import { database } from "#server/database.ts";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

// The address of this page is a secret while its token works: no other site must be told of it.
export const metadata: Metadata = { title: T.confirmTitle, referrer: "no-referrer" };

interface ConfirmPageProps {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function ConfirmSubscriptionPage({ searchParams }: ConfirmPageProps) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token.slice(0, 100) : "";
  const list = await readPendingSubscription(database(), given);
  return (
    <Page narrow>
      <PageHeader title={T.confirmTitle} lead={list ? T.confirmLead(list.title) : undefined} />
      {list ? (
        <div className="frame p-5 sm:p-6">
          <ConfirmSubscriptionForm token={given} href={listPath(list.slug)} />
        </div>
      ) : (
        <Notice tone="warn" title={T.invalid}>
          <p>{T.invalidHint}</p>
        </Notice>
      )}
    </Page>
  );
}
