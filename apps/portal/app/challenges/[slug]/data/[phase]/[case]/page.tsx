import { readPublicCase } from "@bodymark/challenge";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { isPathPart } from "#features/api/path-parts.ts";
import { caseFacts } from "#features/challenges/case-facts.ts";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { VolumesOnPress } from "#features/volumes/volumes-on-press.tsx";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { formatBytes } from "#ui/format-number.ts";
import { Section } from "#ui/page.tsx";

interface CasePageProps {
  params: Promise<{ slug: string; phase: string; case: string }>;
}

const load = cache(async (slug: string, phaseSlug: string, name: string) => {
  if (!isPathPart("case", name)) notFound();
  const challenge = await loadChallenge(slug);
  const phase = challenge.phases.find((one) => one.slug === phaseSlug);
  if (!phase) notFound();
  const slugs = { challenge: challenge.slug, phase: phase.slug, case: name };
  return { challenge, phase, item: await orNotFound(readPublicCase(database(), await currentViewer(), slugs)) };
});

export async function generateMetadata({ params }: CasePageProps): Promise<Metadata> {
  const { slug, phase, case: name } = await params;
  const { item } = await load(slug, phase, name);
  return { title: T.caseTitle(item.name) };
}

/** A public case with its reference, to look at before anything is submitted. */
export default async function CasePage({ params }: CasePageProps) {
  const asked = await params;
  const { challenge, phase, item } = await load(asked.slug, asked.phase, asked.case);
  const data = `/challenges/${challenge.slug}/data`;
  const files = `/api/v1/challenges/${challenge.slug}/phases/${phase.slug}/cases/${item.name}`;
  const facts = caseFacts(item);
  const half = Math.ceil(facts.length / 2);
  const beside = [
    [item.previous, T.previousCase],
    [item.next, T.nextCase],
  ] as const;
  return (
    <Section
      id="case"
      title={T.caseTitle(item.name)}
      note={phase.title}
      actions={
        <>
          {beside.map(([name, text]) =>
            name ? (
              <ButtonLink key={text} size="small" href={`${data}/${phase.slug}/${name}`}>
                {text}
              </ButtonLink>
            ) : null,
          )}
          <ButtonLink size="small" href={`${data}#cases-${phase.slug}`}>
            {T.allCases}
          </ButtonLink>
        </>
      }
    >
      <VolumesOnPress
        key={item.name}
        size={formatBytes(item.sizeBytes)}
        files={{
          image: `${files}/image`,
          overlays: { reference: `${files}/reference` },
          structures: challenge.structures.map(({ label, name }) => ({ label, name })),
        }}
      />
      <div className="frame grid gap-x-12 gap-y-2 p-5 text-small lg:grid-cols-2">
        <Facts facts={facts.slice(0, half)} />
        <Facts facts={facts.slice(half)} />
      </div>
    </Section>
  );
}
