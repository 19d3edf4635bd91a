import { partVersion } from "@bodymark/challenge";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { findDefinition, loadDefinition } from "#features/organize/load-definition.ts";
import { PhaseForm } from "#features/organize/phase-form.tsx";
import { RemovePhaseForm } from "#features/organize/remove-phase-form.tsx";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { formatCount } from "#ui/format-number.ts";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";

interface PhasePageProps {
  params: Promise<{ slug: string; phase: string }>;
}

export async function generateMetadata({ params }: PhasePageProps): Promise<Metadata> {
  const { slug, phase } = await params;
  const definition = await findDefinition(slug);
  return { title: definition?.document.phases.find((p) => p.slug === phase)?.title ?? "Phase" };
}

export default async function PhasePage({ params }: PhasePageProps) {
  const { slug, phase: wanted } = await params;
  const { document, role, opened } = await loadDefinition(slug);
  const phase = document.phases.find((p) => p.slug === wanted);
  if (!phase) notFound();
  const facts = opened.find((p) => p.slug === phase.slug);
  return (
    <div className="space-y-8">
      {facts ? (
        <Notice tone="warn" title={T.thisPhaseHasOpened}>
          <p>
            {formatCount(facts.submissions, "submission")}: {facts.evaluated} {T.evaluated} {facts.waiting}{" "}
            {T.queuedOrRunningWhat}
          </p>
        </Notice>
      ) : null}
      <Section id="phase" title={phase.title}>
        <PhaseForm
          challenge={document.slug}
          phase={phase}
          isNew={false}
          base={partVersion(document, { phase: phase.slug })}
          others={document.phases.filter((p) => p.slug !== phase.slug)}
          caseCount={document.cases?.length ?? 0}
          readOnly={role === "reviewer"}
        />
      </Section>
      {role === "reviewer" ? null : <RemovePhaseForm challenge={document.slug} phase={phase.slug} />}
    </div>
  );
}
