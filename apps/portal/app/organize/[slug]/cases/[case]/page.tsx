import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { VolumeViewer } from "#features/volumes/volume-viewer.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Section } from "#ui/page.tsx";

interface CasePageProps {
  params: Promise<{ slug: string; case: string }>;
}

export async function generateMetadata({ params }: CasePageProps): Promise<Metadata> {
  return { title: `${T.tabs.cases}: ${(await params).case}` };
}

/** A case with its reference, for those who may have its files. */
export default async function CasePage({ params }: CasePageProps) {
  const { slug, case: name } = await params;
  const { document, role } = await loadDefinition(slug);
  const item = document.cases?.find((one) => one.name === name);
  if (!item || role === "reviewer") notFound();
  const at = `/api/v1/challenges/${document.slug}/cases/${item.name}`;
  return (
    <Section
      id="case"
      title={item.name}
      note={T.theScanWithIts}
      actions={<ButtonLink href={`/organize/${document.slug}/cases`}>{T.allCases}</ButtonLink>}
    >
      <VolumeViewer
        image={`${at}/image`}
        overlays={{ reference: `${at}/label` }}
        structures={document.structures.map(({ label, name: title }) => ({ label, name: title }))}
      />
    </Section>
  );
}
