import { listOrganizerCases } from "@bodymark/challenge";
import type { Metadata } from "next";
import { CaseList } from "#features/organize/case-list.tsx";
import { CASE_TEXTS } from "#features/organize/case-texts.ts";
import { CaseUploader } from "#features/organize/case-uploader.tsx";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { Empty } from "#ui/empty.tsx";
import { Section } from "#ui/page.tsx";
import { SectionsSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.cases };

export default async function CasesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  const reading = listOrganizerCases(database(), await currentViewer(), document.slug);
  const readOnly = role === "reviewer";
  return (
    <div className="space-y-10">
      {readOnly ? null : (
        <Section id="add" title={CASE_TEXTS.add} note={CASE_TEXTS.addNote}>
          <div className="frame p-5">
            <CaseUploader challenge={document.slug} known={document.cases ?? []} />
          </div>
        </Section>
      )}
      <Streamed reading={reading} skeleton={<SectionsSkeleton sections={1} />}>
        {(cases) => (
          <Section id="cases" title={`${T.tabs.cases} (${cases.length})`}>
            {cases.length === 0 ? (
              <Empty title={T.noCases}>
                <p>{T.noCasesHint}</p>
              </Empty>
            ) : (
              <CaseList
                challenge={document.slug}
                cases={cases}
                names={new Map(document.structures.map((s) => [s.label, s.name]))}
                readOnly={readOnly}
                now={new Date().toISOString()}
              />
            )}
          </Section>
        )}
      </Streamed>
    </div>
  );
}
