import { type InviteView, Refusal, readInvite } from "@bodymark/challenge";
import type { Metadata } from "next";
import Link from "next/link";
import { ConfirmNotice } from "#features/accounts/confirm-notice.tsx";
import { AcceptForm } from "#features/teams/accept-form.tsx";
import { TEAM_TEXTS as T } from "#features/teams/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { Instant } from "#ui/instant.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.invite, referrer: "no-referrer" };

export default async function InvitationPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const given = typeof token === "string" && /^[\w-]{10,100}$/.test(token) ? token : "";
  const path = `/invitations?token=${given}`;
  const person = await requirePerson(path);
  const invite = await readInvite(database(), { userId: person.id, role: person.role }, given).catch(
    (error: unknown) => {
      if (error instanceof Refusal && error.code === "not-found") return null;
      throw error;
    },
  );
  if (!invite) {
    return (
      <Page narrow>
        <PageHeader title={T.invalid} />
        <p className="text-muted">{T.invalidHint}</p>
        <ButtonLink href="/teams">{T.title}</ButtonLink>
      </Page>
    );
  }
  const { team, challenge } = invite;
  return (
    <Page narrow>
      <PageHeader title={T.inviteTitle(team.name)} lead={T.inviteLead} />
      <div className="frame p-5">
        <Facts
          facts={[
            [
              T.challenge,
              <Link key="challenge" className="link" href={`/challenges/${challenge.slug}`}>
                {challenge.title}
              </Link>,
            ],
            [T.members, team.members.join(", ")],
            [T.expires, <Instant key="expires" at={invite.expiresAt} now={new Date().toISOString()} />],
          ]}
        />
      </div>
      <Section id="rules" title={T.rules}>
        <div className="frame p-5">
          {challenge.rules ? <Markdown text={challenge.rules} /> : <p className="text-muted">{T.noRules}</p>}
        </div>
      </Section>
      {person.confirmed ? <Answer invite={invite} token={given} /> : <ConfirmNotice person={person} next={path} />}
    </Page>
  );
}

/** The form, or why there is none. */
function Answer({ invite, token }: { invite: InviteView; token: string }) {
  if (invite.ownTeam) {
    return (
      <Notice tone="warn" title={T.haveTeam(invite.ownTeam.name)}>
        <p>
          {T.haveTeamHint}{" "}
          <Link className="link" href={`/teams/${invite.ownTeam.id}`}>
            {invite.ownTeam.name}
          </Link>
        </p>
      </Notice>
    );
  }
  if (invite.forAddress === "somebody-else") {
    return (
      <Notice tone="warn" title={T.otherAddress}>
        <p>{T.otherAddressHint}</p>
      </Notice>
    );
  }
  return <AcceptForm token={token} />;
}
