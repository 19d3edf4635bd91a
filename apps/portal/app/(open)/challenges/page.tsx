import { listChallenges } from "@bodymark/challenge";
import type { Metadata } from "next";
import { ChallengeCard } from "#features/challenges/challenge-card.tsx";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { database } from "#server/database.ts";
import { isSlug } from "#server/slug.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { CardsSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.listTitle };

export default async function ChallengesPage({
  searchParams,
}: {
  searchParams: Promise<{ after?: string | string[] }>;
}) {
  const { after } = await searchParams;
  const cursor = typeof after === "string" && isSlug(after) ? { cursor: after } : {};
  const reading = listChallenges(database(), await currentViewer(), { limit: 24, ...cursor });
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader title={T.listTitle} lead={T.listLead} />
      <Streamed reading={reading} skeleton={<CardsSkeleton />}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <Empty title={T.none}>
                <p>{T.noneHint}</p>
              </Empty>
            ) : (
              <ul className="grid gap-4 md:grid-cols-2">
                {items.map((challenge) => (
                  <li key={challenge.slug} className="grid">
                    <ChallengeCard challenge={challenge} now={now} />
                  </li>
                ))}
              </ul>
            )}
            {nextCursor ? <ButtonLink href={`/challenges?after=${nextCursor}`}>{T.older}</ButtonLink> : null}
          </>
        )}
      </Streamed>
    </Page>
  );
}
