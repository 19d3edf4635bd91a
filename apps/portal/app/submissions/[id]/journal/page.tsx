import { readJournal, readSubmission } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JournalTable } from "#features/operations/journal-table.tsx";
import { OPERATIONS_TEXTS as T } from "#features/operations/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { toViewer } from "#server/viewer.ts";
import { Empty } from "#ui/empty.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.journal };

export default async function JournalPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isId("submission", id)) notFound();
  const viewer = toViewer(await requirePerson(`/submissions/${id}/journal`));
  const lines = await orNotFound(readJournal(database(), viewer, id));
  const { algorithm } = await orNotFound(readSubmission(database(), viewer, id));
  return (
    <Page>
      <PageHeader
        title={T.journal}
        trail={[{ href: `/submissions/${id}`, label: algorithm }]}
        lead={<p>{T.journalLead}</p>}
      />
      {lines.length > 0 ? <JournalTable lines={lines} /> : <Empty title={T.noLines} />}
    </Page>
  );
}
