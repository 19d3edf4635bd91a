import { compareBoards, listBoards, Refusal } from "@bodymark/challenge";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ComparisonTable, RevisionFacts } from "#features/manage/board-comparison.tsx";
import { MANAGE_TEXTS as M } from "#features/manage/texts.ts";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { Button } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Select } from "#ui/field.tsx";
import { Section } from "#ui/page.tsx";
import { TableSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: M.comparison };

interface BoardsPageProps {
  params: Promise<{ slug: string; phase: string }>;
  searchParams: Promise<{ before?: string | string[]; after?: string | string[] }>;
}

export default async function BoardsPage({ params, searchParams }: BoardsPageProps) {
  const { slug, phase: phaseSlug } = await params;
  const { document } = await loadDefinition(slug);
  const phase = document.phases.find((one) => one.slug === phaseSlug);
  if (!phase) notFound();
  const viewer = await currentViewer();
  const slugs = { challenge: document.slug, phase: phase.slug };
  const { before, after } = await searchParams;
  const reading = Promise.all([
    listBoards(database(), viewer, slugs),
    compareBoards(database(), viewer, slugs, { before: toNumber(before), after: toNumber(after) }).catch(
      (error: unknown) => {
        if (error instanceof Refusal && error.code === "not-found") return null;
        throw error;
      },
    ),
  ]);
  const now = new Date().toISOString();
  return (
    <Section id="boards" title={`${M.comparison}: ${phase.title}`}>
      <p className="text-muted">{M.comparisonLead}</p>
      <Streamed reading={reading} skeleton={<TableSkeleton />}>
        {([boards, comparison]) =>
          comparison ? (
            <>
              <form method="get" className="flex flex-wrap items-center gap-4">
                <Select label={M.before} name="before" defaultValue={comparison.before.number}>
                  {toOptions(boards)}
                </Select>
                <Select label={M.after} name="after" defaultValue={comparison.after.number}>
                  {toOptions(boards)}
                </Select>
                <Button type="submit" size="small">
                  {M.compareNow}
                </Button>
              </form>
              <RevisionFacts word={M.before} board={comparison.before} now={now} />
              <RevisionFacts word={M.after} board={comparison.after} now={now} />
              <ComparisonTable base={`/organize/${document.slug}/submissions`} entries={comparison.entries} />
            </>
          ) : (
            <Empty title={M.oneBoard}>
              <p>{M.oneBoardHint}</p>
            </Empty>
          )
        }
      </Streamed>
    </Section>
  );
}

function toNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === "string" && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : undefined;
}

function toOptions(boards: readonly { number: number; reason: string }[]) {
  return boards.map(({ number, reason }) => (
    <option key={number} value={number}>
      {number}: {reason}
    </option>
  ));
}
