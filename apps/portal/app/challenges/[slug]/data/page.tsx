import { listCases } from "@bodymark/challenge";
import type { Metadata } from "next";
import { CaseTable } from "#features/challenges/case-table.tsx";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { Empty } from "#ui/empty.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Markdown } from "#ui/markdown.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";
import { SectionsSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.data };

export default async function DataPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await loadChallenge((await params).slug);
  const viewer = await currentViewer();
  const reading = Promise.all(
    challenge.phases.map(async (phase) => ({
      phase,
      list: await listCases(database(), viewer, { challenge: challenge.slug, phase: phase.slug }),
    })),
  );
  return (
    <div className="space-y-10">
      {challenge.dataNotes ? (
        <Markdown text={challenge.dataNotes} challenge={challenge.slug} />
      ) : (
        <p className="text-muted">{T.noData}</p>
      )}
      {challenge.phases.length === 0 ? (
        <Empty title={T.noCases}>
          <p>{T.noPhasesData}</p>
        </Empty>
      ) : null}
      <Streamed reading={reading} skeleton={<SectionsSkeleton />}>
        {(lists) =>
          lists.map(({ phase, list }) => (
            <Section
              key={phase.slug}
              id={`cases-${phase.slug}`}
              title={phase.title}
              note={`${formatCount(list.count, "case")}${list.cases?.some(({ viewable }) => viewable) ? `. ${T.lookHint}` : ""}`}
            >
              {list.count === 0 ? (
                <Empty title={T.noCases}>
                  <p>{T.noCasesHint}</p>
                </Empty>
              ) : list.cases ? (
                <CaseTable
                  cases={list.cases}
                  phase={phase.title}
                  base={`/challenges/${challenge.slug}/data/${phase.slug}`}
                />
              ) : (
                <Notice title={T.hiddenCases}>
                  <p className="text-muted">{T.hiddenCasesHint}</p>
                </Notice>
              )}
            </Section>
          ))
        }
      </Streamed>
    </div>
  );
}
