import { mayCreateChallenges } from "@bodymark/challenge";
import type { Metadata } from "next";
import { NewChallengeForm } from "#features/organize/new-challenge-form.tsx";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { toViewer } from "#server/viewer.ts";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.create };

export default async function NewChallengePage() {
  const person = await requirePerson("/organize/new");
  return (
    <Page narrow>
      <PageHeader title={T.create} trail={[{ href: "/organize", label: T.title }]} lead={<p>{T.createLead}</p>} />
      {mayCreateChallenges(toViewer(person)) ? (
        <NewChallengeForm />
      ) : (
        <Notice tone="warn">
          <p>{T.mayNotCreate}</p>
        </Notice>
      )}
    </Page>
  );
}
