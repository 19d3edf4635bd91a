import { readSubscribedList } from "@bodymark/challenge";
import { readUnsubscription, type Unsubscription } from "@bodymark/mail";
import type { Metadata } from "next";
import { PROFILE_TEXTS } from "#features/accounts/profile-texts.ts";
import { SUBSCRIPTION_TEXTS } from "#features/announcements/subscription-texts.ts";
import { UnsubscribeForm } from "#features/notifications/forms.tsx";
import { NOTIFICATION_TEXTS as T } from "#features/notifications/texts.ts";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: SUBSCRIPTION_TEXTS.endTitle, referrer: "no-referrer" };

/** Asks once, without sign-in: programs that open the links of mails must not end anything by that. */
export default async function UnsubscribePage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const asked = readUnsubscription(environment().secret, given);
  const question = asked ? await questionFor(asked) : null;
  return (
    <Page narrow>
      <PageHeader title={asked ? SUBSCRIPTION_TEXTS.endTitle : T.invalid} />
      {asked ? (
        <div className="frame space-y-5 p-5 sm:p-6">
          {question ? (
            <UnsubscribeForm token={given} question={question} again={"kind" in asked} />
          ) : (
            <p>{SUBSCRIPTION_TEXTS.endedAlready}</p>
          )}
        </div>
      ) : (
        <Notice tone="warn">
          <p>{T.invalidHint}</p>
          <p className="pt-2">
            <ButtonLink href="/account/notifications">{T.settings}</ButtonLink>
          </p>
        </Notice>
      )}
    </Page>
  );
}

/** What the page asks; null for a subscription that has ended. */
async function questionFor(asked: Unsubscription): Promise<string | null> {
  if ("kind" in asked) return SUBSCRIPTION_TEXTS.endKind(PROFILE_TEXTS.kinds[asked.kind][0]);
  const list = await readSubscribedList(database(), asked.subscriptionId);
  return list ? SUBSCRIPTION_TEXTS.endList(list.title) : null;
}
