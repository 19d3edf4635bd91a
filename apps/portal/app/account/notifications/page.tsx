import type { Metadata } from "next";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { SubscriptionList } from "#features/announcements/subscription-list.tsx";
import { SUBSCRIPTION_TEXTS as LISTS } from "#features/announcements/subscription-texts.ts";
import { readChoices } from "#features/notifications/choices.ts";
import { ChoicesForm } from "#features/notifications/forms.tsx";
import { requirePerson } from "#server/current-person.ts";
import { toViewer } from "#server/viewer.ts";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.notifications };

export default async function NotificationChoicesPage() {
  const person = await requirePerson("/account/notifications");
  return (
    <div className="max-w-2xl space-y-10">
      <Section id="mail" title={T.notifications} note={T.notificationsNote}>
        <div className="frame p-5">
          <ChoicesForm choices={await readChoices(person.id)} />
        </div>
      </Section>
      <Section id="lists" title={LISTS.lists} note={LISTS.listsNote}>
        <SubscriptionList viewer={toViewer(person)} />
      </Section>
    </div>
  );
}
