import Link from "next/link";
import { LatestAnnouncement } from "#features/announcements/latest-announcement.tsx";
import { choosePhase } from "#features/challenges/choose-phase.ts";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { StructureList } from "#features/challenges/structure-list.tsx";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { Leaders } from "#features/leaderboards/leaders.tsx";
import { loadBoard } from "#features/leaderboards/load-board.ts";
import { KitLink } from "#features/starter-kit/kit-link.tsx";
import { SUBMIT_TEXTS as SUBMIT } from "#features/submissions/submit-texts.ts";
import { Facts } from "#ui/facts.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { Section } from "#ui/page.tsx";
import { TableSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await loadChallenge((await params).slug);
  const phase = choosePhase(challenge.phases);
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-10">
        {challenge.overview ? (
          <Markdown text={challenge.overview} challenge={challenge.slug} />
        ) : (
          <p className="text-muted">{T.noOverview}</p>
        )}
        <Section id="structures" title={`Structures (${challenge.structures.length})`}>
          <StructureList structures={challenge.structures} />
        </Section>
      </div>
      <aside className="min-w-0 space-y-10">
        {phase ? (
          <Section
            id="leaders"
            title={T.leaders}
            note={phase.title}
            actions={
              <Link className="link text-small" href={`/challenges/${challenge.slug}/leaderboard?phase=${phase.slug}`}>
                {T.wholeLeaderboard}
              </Link>
            }
          >
            <Streamed reading={loadBoard(challenge.slug, phase.slug)} skeleton={<TableSkeleton rows={5} />}>
              {(board) => <Leaders board={board} count={5} />}
            </Streamed>
          </Section>
        ) : null}
        {phase ? (
          <Section id="begin" title={T.begin} note={phase.title}>
            <p className="text-muted text-small">{SUBMIT.kitHint}</p>
            <KitLink challenge={challenge.slug} phase={phase.slug} />
          </Section>
        ) : null}
        <LatestAnnouncement list={challenge.slug} title={challenge.title} />
        <Section id="facts" title={T.atAGlance}>
          <div className="frame p-4 text-small">
            <Facts
              facts={[
                [T.teams, challenge.teams],
                [T.phasesTitle, challenge.phases.length],
                [T.organizers, challenge.organizers.join(", ") || "—"],
                ...(challenge.team ? [[T.yourTeam, challenge.team.name] as const] : []),
                ...(challenge.discussionUrl
                  ? [
                      [
                        T.discussion,
                        <a key="d" className="link" href={challenge.discussionUrl} rel="noopener nofollow">
                          {new URL(challenge.discussionUrl).host}
                        </a>,
                      ] as const,
                    ]
                  : []),
              ]}
            />
          </div>
        </Section>
      </aside>
    </div>
  );
}
