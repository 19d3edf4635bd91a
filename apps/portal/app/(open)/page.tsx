import { listChallenges, type Viewer } from "@bodymark/challenge";
import Link from "next/link";
import { LatestAnnouncement } from "#features/announcements/latest-announcement.tsx";
import { ANNOUNCEMENT_TEXTS as ANNOUNCEMENTS } from "#features/announcements/texts.ts";
import { ChallengeCard } from "#features/challenges/challenge-card.tsx";
import { choosePhase } from "#features/challenges/choose-phase.ts";
import { HOME_TEXTS as T } from "#features/home/texts.ts";
import { Leaders } from "#features/leaderboards/leaders.tsx";
import { loadBoard } from "#features/leaderboards/load-board.ts";
import { currentPerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Page, Section } from "#ui/page.tsx";
import { SectionsSkeleton, TableSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

const COLUMNS = "grid gap-x-10 gap-y-10 lg:grid-cols-[minmax(0,1fr)_26rem]";

/** The newest challenges, and the board of the first on which something happens. */
async function readHome(viewer: Viewer) {
  const { items } = await listChallenges(database(), viewer, { limit: 4 });
  const lively = items.find((item) => item.phases.some((phase) => phase.submissions > 0));
  const phase = lively ? choosePhase(lively.phases) : undefined;
  const board = lively && phase ? await loadBoard(lively.slug, phase.slug) : null;
  return { items, board, phase };
}

export default async function HomePage() {
  const person = await currentPerson();
  const now = new Date().toISOString();
  return (
    <Page>
      <section className="max-w-3xl space-y-5 pt-2 pb-4 sm:pt-6">
        <h1>{T.headline}</h1>
        <p className="text-large text-muted">{T.lead}</p>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/challenges" kind="primary">
            {T.participate}
          </ButtonLink>
          {person ? null : <ButtonLink href="/sign-up">{T.start}</ButtonLink>}
        </div>
      </section>
      <Streamed
        reading={readHome(toViewer(person))}
        skeleton={
          <div className={COLUMNS}>
            <SectionsSkeleton />
            <TableSkeleton rows={6} />
          </div>
        }
      >
        {({ items, board, phase }) => (
          <div className={COLUMNS}>
            <Section
              id="challenges"
              title={T.live}
              actions={
                <Link className="link text-small" href="/challenges">
                  {T.all}
                </Link>
              }
            >
              {items.length === 0 ? (
                <Empty title={T.none}>
                  <p>{T.noneHint}</p>
                </Empty>
              ) : (
                <ul className="grid gap-4">
                  {items.map((challenge) => (
                    <li key={challenge.slug} className="grid">
                      <ChallengeCard challenge={challenge} now={now} heading="h3" />
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <div className="min-w-0 space-y-10">
              {board && phase ? (
                <Section
                  id="leaders"
                  title={T.leaders}
                  note={`${board.challengeTitle}, ${board.phaseTitle}`}
                  actions={
                    <Link
                      className="link text-small"
                      href={`/challenges/${board.challenge}/leaderboard?phase=${phase.slug}`}
                    >
                      {T.board}
                    </Link>
                  }
                >
                  <Leaders board={board} count={6} />
                </Section>
              ) : null}
              <LatestAnnouncement list={null} title={ANNOUNCEMENTS.newsTitle} />
            </div>
          </div>
        )}
      </Streamed>
      <section aria-label={T.waysIn} className="grid gap-6 border-line border-t pt-10 md:grid-cols-3">
        {T.ways.map(({ title, points, href, link }) => (
          <div key={title} className="space-y-3">
            <h2>{title}</h2>
            <ul className="space-y-2 text-muted">
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
            <Link className="link" href={href}>
              {link}
            </Link>
          </div>
        ))}
      </section>
    </Page>
  );
}
