import { listSubmissions } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import { SubmissionList } from "#features/submissions/submission-list.tsx";
import { SUBMISSION_TEXTS as T } from "#features/submissions/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.listTitle };

export default async function SubmissionsPage({
  searchParams,
}: {
  searchParams: Promise<{ after?: string | string[] }>;
}) {
  const person = await requirePerson("/submissions");
  const { after } = await searchParams;
  const cursor = typeof after === "string" && isId("submission", after) ? { cursor: after } : {};
  const reading = listSubmissions(database(), toViewer(person), { limit: 30, ...cursor });
  return (
    <Page>
      <PageHeader title={T.listTitle} lead={T.listLead} />
      <Streamed reading={reading} skeleton={<ListSkeleton />}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <Empty title={T.empty}>
                <p>{T.emptyHint}</p>
                <ButtonLink href="/challenges" kind="primary">
                  {T.browse}
                </ButtonLink>
              </Empty>
            ) : (
              <SubmissionList items={items} now={new Date().toISOString()} />
            )}
            {nextCursor ? <ButtonLink href={`/submissions?after=${nextCursor}`}>{T.older}</ButtonLink> : null}
          </>
        )}
      </Streamed>
    </Page>
  );
}
