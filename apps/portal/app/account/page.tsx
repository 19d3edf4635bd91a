import type { Metadata } from "next";
import { ConfirmNotice } from "#features/accounts/confirm-notice.tsx";
import { listCountries } from "#features/accounts/countries.ts";
import { ProfileForm } from "#features/accounts/profile-form.tsx";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { SECURITY_TEXTS } from "#features/accounts/security-texts.ts";
import { ACCOUNT_TEXTS } from "#features/accounts/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { Badge } from "#ui/badge.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.accountTitle };

export default async function ProfilePage() {
  const person = await requirePerson("/account");
  const { name, affiliation, country } = await database().user.findUniqueOrThrow({ where: { id: person.id } });
  const profile = { name, affiliation: affiliation ?? "", country: country ?? "" };
  return (
    <div className="max-w-2xl space-y-8">
      {person.confirmed ? null : <ConfirmNotice person={person} next="/account" />}
      <Section id="profile" title={T.profile}>
        <div className="frame divide-y divide-line">
          <div className="p-5">
            <Facts
              facts={[
                [
                  ACCOUNT_TEXTS.email,
                  <span key="email" className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="min-w-0 break-all">{person.email}</span>
                    <Badge tone={person.confirmed ? "good" : "warn"}>
                      {person.confirmed ? T.confirmed : T.notConfirmed}
                    </Badge>
                    <ButtonLink href="/account/security#email" size="small">
                      {T.changeEmail}
                    </ButtonLink>
                  </span>,
                ],
                [T.role, SECURITY_TEXTS.role[person.role]],
              ]}
            />
          </div>
          <div className="p-5">
            <ProfileForm profile={profile} countries={listCountries()} />
          </div>
        </div>
      </Section>
    </div>
  );
}
