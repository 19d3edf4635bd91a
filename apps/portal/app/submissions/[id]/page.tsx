import { readSubmission } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SubmissionLive } from "#features/submissions/submission-live.tsx";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { toViewer } from "#server/viewer.ts";
import { Page } from "#ui/page.tsx";

interface SubmissionPageProps {
  params: Promise<{ id: string }>;
}

const load = cache(async (id: string) => {
  if (!isId("submission", id)) notFound();
  const person = await requirePerson(`/submissions/${id}`);
  return orNotFound(readSubmission(database(), toViewer(person), id));
});

export async function generateMetadata({ params }: SubmissionPageProps): Promise<Metadata> {
  const { algorithm, challenge } = await load((await params).id);
  return { title: `${algorithm} · ${challenge.title}` };
}

export default async function SubmissionPage({ params }: SubmissionPageProps) {
  const submission = await load((await params).id);
  return (
    <Page>
      <SubmissionLive key={submission.id} initial={submission} now={new Date().toISOString()} />
    </Page>
  );
}
