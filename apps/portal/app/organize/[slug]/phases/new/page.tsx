import { type ChallengeDocument, PRESETS, phaseDocumentSchema } from "@bodymark/challenge-file";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { PhaseForm } from "#features/organize/phase-form.tsx";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: "Add a phase" };

interface NewPhaseProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ preset?: string | string[] }>;
}

export default async function NewPhasePage({ params, searchParams }: NewPhaseProps) {
  const { document, role } = await loadDefinition((await params).slug);
  if (role === "reviewer") notFound();
  const { preset } = await searchParams;
  const path = `/organize/${document.slug}/phases/new`;
  const phase = suggest(document, typeof preset === "string" ? PRESETS[preset]?.phase : undefined);
  return (
    <Section
      id="new-phase"
      title={T.addAPhase}
      note={
        <>
          {T.limitsDefinitionAndRanking}{" "}
          {Object.entries(PRESETS).map(([name, { title }], i) => (
            <span key={name}>
              {i > 0 ? ", " : ""}
              <Link className="link" href={`${path}?preset=${name}`}>
                {title}
              </Link>
            </span>
          ))}
          {T.orTheDefaults}
        </>
      }
    >
      <PhaseForm
        key={String(preset)}
        challenge={document.slug}
        phase={phase}
        isNew
        others={document.phases}
        caseCount={document.cases?.length ?? 0}
        readOnly={false}
      />
    </Section>
  );
}

/** First a debug phase with public cases, then a final one behind it. */
function suggest(document: ChallengeDocument, preset: Readonly<Record<string, unknown>> | undefined) {
  const taken = new Set(document.phases.map((phase) => phase.slug));
  const debug = document.phases.find((phase) => phase.kind === "debug");
  const kind = debug ? "final" : "debug";
  const slug = taken.has(kind) ? "" : kind;
  return {
    ...phaseDocumentSchema.parse({
      ...preset,
      ...{ slug: slug || "x", title: kind === "debug" ? "Debug" : "Final", kind },
      caseVisibility: kind === "debug" ? "public" : "hidden",
      quota: { count: kind === "debug" ? 10 : 5 },
      gate: debug?.slug ?? null,
    }),
    slug,
  };
}
