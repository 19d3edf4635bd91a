import type { Metadata } from "next";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { readChoices } from "#features/notifications/choices.ts";
import { ChoicesForm } from "#features/notifications/forms.tsx";
import { requirePerson } from "#server/current-person.ts";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.notifications };

export default async function NotificationChoicesPage() {
  const person = await requirePerson("/account/notifications");
  return (
    <div className="max-w-2xl">
      <Section id="mail" title={T.notifications} note={T.notificationsNote}>
        <div className="frame p-5">
          <ChoicesForm choices={await readChoices(person.id)} />
        </div>
      </Section>
    </div>
  );
}
