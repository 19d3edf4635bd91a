import { listSubscriptions } from "@bodymark/challenge";
import { MailNote } from "#features/mailbox/mail-note.tsx";
import { currentPerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { OwnForm, RequestForm } from "./subscription-forms.tsx";
import { SUBSCRIPTION_TEXTS as T } from "./subscription-texts.ts";

/** Subscribes to a list: by an address, or for whoever is signed in and has confirmed theirs by one press. */
export async function SubscribeBox({ list, title }: { list: string | null; title: string }) {
  const person = await currentPerson();
  const lead = list === null ? T.platformLead : T.lead(title);
  if (!person?.confirmed) {
    return (
      <div className="space-y-4">
        <p className="text-muted text-small">{lead}</p>
        <RequestForm list={list} mailNote={<MailNote />} />
      </div>
    );
  }
  const lists = await listSubscriptions(database(), toViewer(person));
  const subscribed = lists.some(({ slug }) => slug === list);
  return (
    <div className="space-y-4">
      <p className="break-words text-muted text-small">
        {subscribed ? T.own(person.email) : `${lead} ${T.offer(person.email)}`}
      </p>
      <OwnForm key={subscribed ? "in" : "out"} list={list} subscribed={subscribed} />
    </div>
  );
}
