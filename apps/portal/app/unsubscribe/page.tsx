import { readUnsubscription } from "@bodymark/mail";
import type { Metadata } from "next";
import { PROFILE_TEXTS } from "#features/accounts/profile-texts.ts";
import { saveChoice } from "#features/notifications/choices.ts";
import { SubscribeAgain } from "#features/notifications/forms.tsx";
import { NOTIFICATION_TEXTS as T } from "#features/notifications/texts.ts";
import { environment } from "#server/environment.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.stoppedTitle, referrer: "no-referrer" };

/**
 * Stops mail of one kind, by the click on its link alone: no sign-in, no second question. A program that opens links
 * in mail can stop it too; that loses nothing, since everything stands on the notifications page.
 */
export default async function UnsubscribePage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const asked = readUnsubscription(environment().secret, given);
  if (asked) await saveChoice(asked.userId, asked.kind, false);
  return (
    <Page narrow>
      <PageHeader title={asked ? T.stoppedTitle : T.invalid} />
      {asked ? (
        <div className="frame space-y-5 p-5 sm:p-6">
          <p>{T.stopped(PROFILE_TEXTS.kinds[asked.kind][0])}</p>
          <SubscribeAgain token={given} />
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
