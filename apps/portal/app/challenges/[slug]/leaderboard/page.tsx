import type { ChallengeView, LeaderboardView, PhaseView } from "@bodymark/challenge";
import type { Metadata } from "next";
import { choosePhase } from "#features/challenges/choose-phase.ts";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { PhasePicker } from "#features/challenges/phase-picker.tsx";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { AccuracyTimePlot } from "#features/leaderboards/accuracy-time-plot.tsx";
import { Board } from "#features/leaderboards/board.tsx";
import { BoardFacts } from "#features/leaderboards/board-facts.tsx";
import { bestFirst, toSortKey } from "#features/leaderboards/board-row.ts";
import { HeatMap } from "#features/leaderboards/heat-map.tsx";
import { loadBoardBy } from "#features/leaderboards/load-board.ts";
import { BOARD_TEXTS as T } from "#features/leaderboards/texts.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";
import { BoardSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

interface BoardPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LeaderboardPage({ params, searchParams }: BoardPageProps) {
  const challenge = await loadChallenge((await params).slug);
  const asked = await searchParams;
  const phase = challenge.phases.find(({ slug }) => slug === asked.phase) ?? choosePhase(challenge.phases);
  if (!phase) {
    return (
      <Empty title={T.empty}>
        <p>{CHALLENGE_TEXTS.noPhases}</p>
      </Empty>
    );
  }
  const scheme = typeof asked.scheme === "string" ? asked.scheme.slice(0, 50) : undefined;
  return (
    <div className="space-y-8">
      <PhasePicker path={`/challenges/${challenge.slug}/leaderboard`} phases={challenge.phases} current={phase.slug} />
      <Streamed reading={loadBoardBy(challenge.slug, phase.slug, scheme)} skeleton={<BoardSkeleton />}>
        {({ board, refused }) => (
          <PhaseBoard board={board} refused={refused} challenge={challenge} phase={phase} asked={asked} />
        )}
      </Streamed>
    </div>
  );
}

interface PhaseBoardProps {
  board: LeaderboardView;
  /** Why it is not by the scheme that the address asks for. */
  refused: string | null;
  challenge: ChallengeView;
  phase: PhaseView;
  asked: Record<string, string | string[] | undefined>;
}

function PhaseBoard({ board, refused, challenge, phase, asked }: PhaseBoardProps) {
  const now = new Date().toISOString();
  const names = challenge.structures.map(({ name }) => name);
  const groups = board.entries[0]?.groups.map(({ name }) => name) ?? [];
  const key = toSortKey(String(asked.sort ?? ""), groups) ?? "rank";
  const initial = {
    structure: names.find((name) => name === asked.structure) ?? null,
    sorting: { key, descending: asked.order === "desc" || (asked.order !== "asc" && bestFirst(key)) },
  };
  const points = board.entries.flatMap((entry) =>
    entry.medianMs === null || entry.medianMs <= 0 || entry.dice === null
      ? []
      : [
          {
            id: entry.submission,
            label: `${entry.algorithm}, ${entry.team}`,
            rank: entry.rank,
            cost: entry.medianMs,
            quality: entry.dice,
            baseline: entry.baseline,
          },
        ],
  );
  if (board.entries.length === 0) {
    return (
      <Empty title={board.published ? T.empty : T.unpublished}>
        <p>{board.published ? T.emptyHints[phase.status] : T.unpublishedHint[phase.publication]}</p>
        {board.published && phase.status === "open" ? (
          <ButtonLink href={`/challenges/${challenge.slug}/submit?phase=${phase.slug}`} kind="primary">
            {challenge.team ? CHALLENGE_TEXTS.submit : CHALLENGE_TEXTS.join}
          </ButtonLink>
        ) : null}
      </Empty>
    );
  }
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        {refused ? (
          <Notice tone="warn">
            <p>{refused}</p>
          </Notice>
        ) : null}
        {board.official ? null : (
          <Notice>
            <p>{T.notOfficial}</p>
          </Notice>
        )}
        <BoardFacts board={board} now={now} />
      </div>
      <Board
        key={`${phase.slug} ${board.scheme}`}
        entries={board.entries}
        structures={names}
        groups={groups}
        initial={initial}
        now={now}
      />
      <div className="grid gap-8 lg:grid-cols-2">
        <Section id="cost" title={T.cost}>
          {points.length > 0 ? <AccuracyTimePlot points={points} metric="DSC" /> : <Empty title={T.noTimes} />}
        </Section>
        <Section id="structures" title={T.byEntry} note={T.byEntryNote}>
          <HeatMap entries={board.entries} />
        </Section>
      </div>
    </div>
  );
}
