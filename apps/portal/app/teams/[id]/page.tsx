import { readTeam } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { InviteForms } from "#features/teams/invite-forms.tsx";
import { MemberList } from "#features/teams/member-list.tsx";
import { SmallAction } from "#features/teams/small-action.tsx";
import { leaveAction, withdrawInviteAction } from "#features/teams/team-actions.ts";
import { TEAM_TEXTS as T, TEAM_STATES } from "#features/teams/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { toViewer } from "#server/viewer.ts";
import { Badge } from "#ui/badge.tsx";
import { Facts } from "#ui/facts.tsx";
import { Instant } from "#ui/instant.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";

interface TeamPageProps {
  params: Promise<{ id: string }>;
}

const loadTeam = cache(async (id: string) => {
  if (!isId("team", id)) notFound();
  const person = await requirePerson(`/teams/${id}`);
  return await orNotFound(readTeam(database(), toViewer(person), id));
});

export async function generateMetadata({ params }: TeamPageProps): Promise<Metadata> {
  return { title: (await loadTeam((await params).id)).name };
}

export default async function TeamPage({ params }: TeamPageProps) {
  const team = await loadTeam((await params).id);
  const now = new Date().toISOString();
  const state = TEAM_STATES[team.state];
  return (
    <Page>
      <PageHeader title={team.name} trail={[{ href: "/teams", label: T.title }]} />
      <div className="frame p-5">
        <Facts
          facts={[
            [
              T.challenge,
              <Link key="challenge" className="link" href={`/challenges/${team.challenge.slug}`}>
                {team.challenge.title}
              </Link>,
            ],
            [
              T.state,
              <Badge key="state" tone={state?.tone ?? "neutral"}>
                {state?.word ?? team.state}
              </Badge>,
            ],
            [
              T.submissions,
              <Link key="submissions" className="link" href="/submissions">
                {team.submissions}
              </Link>,
            ],
            ...(team.rulesAcceptedAt
              ? [[T.rulesAccepted, <Instant key="rules" at={team.rulesAcceptedAt} now={now} />] as const]
              : []),
          ]}
        />
      </div>
      <Section id="members" title={T.members}>
        <MemberList team={team} now={now} />
      </Section>
      {team.role === "owner" ? (
        <Section id="invite" title={T.invite} note={T.inviteNote}>
          <div className="frame divide-y divide-line">
            <InviteForms team={team.id} />
            {team.invites.length > 0 ? (
              <div>
                <h3 className="px-5 pt-4">{T.open}</h3>
                <ul className="divide-y divide-line">
                  {team.invites.map((invite) => {
                    const what = invite.email ? T.forAddress(invite.email) : T.byLink(invite.uses, invite.maxUses);
                    return (
                      <li
                        key={invite.id}
                        className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3"
                      >
                        <p className="min-w-0 break-words">
                          {what}{" "}
                          <span className="text-muted text-small">
                            {T.ends} <Instant at={invite.expiresAt} now={now} />
                          </span>
                        </p>
                        <SmallAction
                          action={withdrawInviteAction}
                          fields={{ team: team.id, id: invite.id }}
                          text={T.withdraw}
                          name={what}
                          kind="danger"
                        />
                      </li>
                    );
                  })}
                </ul>
              </div>
            ) : null}
          </div>
        </Section>
      ) : null}
      <Section id="leave" title={T.leave} note={T.leaveNote}>
        <SmallAction
          action={leaveAction}
          fields={{ team: team.id }}
          text={T.leave}
          name={team.name}
          confirm={T.leaveConfirm(team.name)}
          kind="danger"
        />
      </Section>
    </Page>
  );
}
