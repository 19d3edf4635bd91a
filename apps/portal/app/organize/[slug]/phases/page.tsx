import { readChallenge } from "@bodymark/challenge";
import type { Metadata } from "next";
import { PhaseRules } from "#features/challenges/phase-rules.tsx";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Section } from "#ui/page.tsx";
import { SectionsSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.phases };

export default async function PhasesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role, opened } = await loadDefinition((await params).slug);
  const reading = readChallenge(database(), await currentViewer(), document.slug);
  const now = new Date().toISOString();
  const base = `/organize/${document.slug}/phases`;
  return (
    <Section
      id="phases"
      title={T.tabs.phases}
      actions={
        role === "reviewer" ? null : (
          <ButtonLink kind="primary" href={`${base}/new`}>
            {T.addAPhase}
          </ButtonLink>
        )
      }
    >
      <Streamed reading={reading} skeleton={<SectionsSkeleton />}>
        {({ phases }) =>
          phases.length === 0 ? (
            <Empty title={T.noPhases}>
              <p>{T.noPhasesHint}</p>
            </Empty>
          ) : (
            <ul className="space-y-6">
              {phases.map((phase) => {
                const facts = opened.find(({ slug }) => slug === phase.slug);
                return (
                  <li key={phase.slug} className="space-y-2">
                    <PhaseRules phase={phase} now={now} />
                    <p className="flex flex-wrap items-center gap-4 text-small">
                      <ButtonLink size="small" href={`${base}/${phase.slug}`} aria-label={`Edit ${phase.title}`}>
                        {role === "reviewer" ? T.seeAll : T.edit}
                      </ButtonLink>
                      <span className="text-muted">
                        {facts
                          ? `has opened: its rules are frozen · ${formatCount(facts.submissions, "submission")}, ${facts.evaluated} evaluated, ${facts.waiting} waiting`
                          : T.hasNotOpenedEverything}
                      </span>
                    </p>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Streamed>
    </Section>
  );
}
