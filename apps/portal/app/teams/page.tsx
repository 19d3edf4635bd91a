import type { Metadata } from "next";
import Link from "next/link";
import { readOwnTeams } from "#features/teams/read-own-teams.ts";
import { TEAM_TEXTS as T, TEAM_STATES } from "#features/teams/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { Badge } from "#ui/badge.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

export default async function TeamsPage() {
  const person = await requirePerson("/teams");
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader title={T.title} lead={T.lead} />
      <Streamed reading={readOwnTeams(person)} skeleton={<ListSkeleton rows={3} />}>
        {(teams) =>
          teams.length === 0 ? (
            <Empty title={T.empty}>
              <p>{T.emptyHint}</p>
              <ButtonLink href="/challenges" kind="primary">
                {T.browse}
              </ButtonLink>
            </Empty>
          ) : (
            <ul className="frame divide-y divide-line">
              {teams.map((team) => (
                <li key={team.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3.5">
                  <div className="min-w-0">
                    <p className="break-words font-strong">
                      <Link className="link" href={`/teams/${team.id}`}>
                        {team.name}
                      </Link>
                    </p>
                    <p className="text-muted text-small">
                      <Link className="link" href={`/challenges/${team.challenge.slug}`}>
                        {team.challenge.title}
                      </Link>{" "}
                      · {team.members.join(", ")} · {formatCount(team.submissions, "submission")} {T.joined}{" "}
                      <Instant at={team.joinedAt} now={now} />
                    </p>
                  </div>
                  <Badge tone={TEAM_STATES[team.state]?.tone ?? "neutral"}>
                    {TEAM_STATES[team.state]?.word ?? team.state}
                  </Badge>
                </li>
              ))}
            </ul>
          )
        }
      </Streamed>
    </Page>
  );
}
