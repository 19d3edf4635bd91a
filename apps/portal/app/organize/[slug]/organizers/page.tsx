import type { Metadata } from "next";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { AddOrganizerForm, LeaveForm, OrganizerRow } from "#features/organize/organizer-forms.tsx";
import { ROLE_TEXTS, ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.organizers };

export default async function OrganizersPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  const owner = role === "owner";
  const person = await currentPerson();
  return (
    <div className="space-y-10">
      <Section id="organizers" title={T.tabs.organizers} note={owner ? undefined : T.ownersOnly}>
        <ul className="frame divide-y divide-line">
          {(document.organizers ?? []).map((organizer) => (
            <li
              key={`${organizer.email}-${organizer.role}`}
              className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-5 py-4"
            >
              <div className="min-w-0">
                <p className="break-all font-strong">{organizer.email}</p>
                <p className="text-muted text-small">{ROLE_TEXTS[organizer.role] ?? organizer.role}</p>
              </div>
              {owner ? (
                <OrganizerRow challenge={document.slug} {...organizer} />
              ) : organizer.email === person?.email.toLowerCase() ? (
                <LeaveForm challenge={document.slug} email={organizer.email} />
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
      {owner ? (
        <Section id="add" title={T.addAnOrganizer}>
          <AddOrganizerForm challenge={document.slug} />
        </Section>
      ) : null}
    </div>
  );
}
