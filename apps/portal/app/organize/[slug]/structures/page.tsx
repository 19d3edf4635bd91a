import { partVersion } from "@bodymark/challenge";
import type { Metadata } from "next";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { StructuresForm } from "#features/organize/structures-form.tsx";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.structures };

export default async function StructuresPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  return (
    <Section id="structures" title={T.tabs.structures} note={T.whatIsSegmentedThe2}>
      <StructuresForm
        challenge={document.slug}
        structures={document.structures}
        base={partVersion(document, ["structures"])}
        readOnly={role === "reviewer"}
      />
    </Section>
  );
}
