import type { Metadata } from "next";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { PhaseRules } from "#features/challenges/phase-rules.tsx";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { Empty } from "#ui/empty.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.rules };

export default async function RulesPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await loadChallenge((await params).slug);
  const now = new Date().toISOString();
  return (
    <div className="space-y-10">
      <Section id="timeline" title={T.phasesTitle} note={T.phasesNote}>
        {challenge.phases.length === 0 ? (
          <Empty title={T.noPhasesTitle}>
            <p>{T.noPhases}</p>
          </Empty>
        ) : null}
        <div className="space-y-4 empty:hidden">
          {challenge.phases.map((phase) => (
            <PhaseRules key={phase.slug} phase={phase} now={now} />
          ))}
        </div>
      </Section>
      <Section id="rules" title={T.rulesTitle}>
        {challenge.rules ? (
          <Markdown text={challenge.rules} challenge={challenge.slug} />
        ) : (
          <p className="text-muted">{T.noRules}</p>
        )}
      </Section>
    </div>
  );
}
