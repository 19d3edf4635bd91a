import { listEntered, listQueue, readLeaderboard, readStale } from "@bodymark/challenge";
import type { Metadata } from "next";
import Link from "next/link";
import { RERUN_FORM } from "#features/manage/action-form.tsx";
import { EnteredTable } from "#features/manage/entered-table.tsx";
import { PhaseActions } from "#features/manage/phase-actions.tsx";
import { QueueList } from "#features/manage/queue-list.tsx";
import { MANAGE_TEXTS as M } from "#features/manage/texts.ts";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";
import { TableSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.submissions };

interface SubmissionsPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ phase?: string | string[]; after?: string | string[] }>;
}

export default async function SubmissionsPage({ params, searchParams }: SubmissionsPageProps) {
  const { document, role } = await loadDefinition((await params).slug);
  const { phase: wanted, after } = await searchParams;
  const phase = document.phases.find(({ slug }) => slug === wanted);
  const cursor = typeof after === "string" && /^sub_[0-9a-z]{20}$/.test(after) ? after : undefined;
  const viewer = await currentViewer();
  const reading = listEntered(database(), viewer, document.slug, {
    ...(phase ? { phase: phase.slug } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const [queue, stale] = await Promise.all([
    listQueue(database(), viewer, document.slug),
    readStale(database(), viewer, document.slug),
  ]);
  const now = new Date().toISOString();
  const readOnly = role === "reviewer";
  const base = `/organize/${document.slug}/submissions`;
  const query = phase ? `phase=${phase.slug}` : "";
  // As a visitor sees it.
  const published =
    phase && document.visibility === "public"
      ? (await readLeaderboard(database(), null, { challenge: document.slug, phase: phase.slug })).published
      : true;
  return (
    <>
      <nav aria-label={T.tabs.phases} className="flex flex-wrap gap-2">
        {[{ slug: "", title: M.allPhases }, ...document.phases].map(({ slug, title }) => (
          <ButtonLink
            key={slug}
            size="small"
            kind={slug === (phase?.slug ?? "") ? "primary" : "secondary"}
            aria-current={slug === (phase?.slug ?? "") ? "page" : undefined}
            href={slug ? `${base}?phase=${slug}` : base}
          >
            {title}
          </ButtonLink>
        ))}
      </nav>
      {phase ? (
        <Section id="phase" title={M.wholePhase}>
          <PhaseActions
            challenge={document.slug}
            phase={phase}
            published={published}
            readOnly={readOnly}
            stale={stale.find((one) => one.phase.slug === phase.slug)}
            rescoring={queue.items.filter((one) => one.kind === "rescore" && one.phase.slug === phase.slug).length}
          />
        </Section>
      ) : (
        stale.map((one) => (
          <Notice key={one.phase.slug} tone="warn">
            <p>
              {one.phase.title}: {M.stale(one)}{" "}
              <Link className="link" href={`${base}?phase=${one.phase.slug}`}>
                {M.rescoreOutdated}
              </Link>
            </p>
          </Notice>
        ))
      )}
      {queue.items.length > 0 ? (
        <Section id="queue" title={M.queue}>
          <QueueList challenge={document.slug} queue={queue} now={now} readOnly={readOnly} />
        </Section>
      ) : null}
      <Section id="submissions" title={T.tabs.submissions}>
        <Streamed reading={reading} skeleton={<TableSkeleton />}>
          {({ items, nextCursor }) => (
            <>
              {items.length === 0 ? (
                <Empty title={M.noSubmissions}>
                  <p>{M.noSubmissionsHint}</p>
                </Empty>
              ) : (
                <EnteredTable base={base} items={items} now={now} ticks={phase && !readOnly ? RERUN_FORM : null} />
              )}
              {nextCursor ? <ButtonLink href={`${base}?${query}&after=${nextCursor}`}>{T.older}</ButtonLink> : null}
            </>
          )}
        </Streamed>
      </Section>
    </>
  );
}
