import { readEntered } from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import {
  CancelRescoreForm,
  DisqualifyForm,
  MarksForm,
  RerunForm,
  RescoreForm,
  RestoreForm,
} from "#features/manage/action-form.tsx";
import { SubmissionMarks } from "#features/manage/entered-table.tsx";
import { MANAGE_TEXTS as M } from "#features/manage/texts.ts";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { StateBadge } from "#features/submissions/state-badge.tsx";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { formatScore } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.submissions };

export default async function EnteredPage({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  const { document, role } = await loadDefinition(slug);
  if (!isId("submission", id)) notFound();
  const item = await orNotFound(readEntered(database(), await currentViewer(), document.slug, id));
  const now = new Date().toISOString();
  const names = { challenge: document.slug, phase: item.phase.slug, submission: id };
  return (
    <>
      <Section
        id="submission"
        title={item.algorithm}
        actions={
          <>
            <ButtonLink href={`/submissions/${id}`}>{M.page}</ButtonLink>
            <ButtonLink href={`/submissions/${id}/journal`}>{M.journal}</ButtonLink>
          </>
        }
      >
        <p className="flex flex-wrap items-center gap-3">
          <StateBadge state={item.state} />
          <SubmissionMarks item={item} />
          <span className="text-muted">
            {item.team.name} · {item.phase.title} {T.handedIn} <Instant at={item.createdAt} now={now} />
            {item.charged ? "" : T.notCharged}
          </span>
        </p>
        {item.result ? (
          <p className="numbers">
            DSC {formatScore(item.result.dice)} {T.nsd} {formatScore(item.result.nsd)}
            {T.scoredAgainstReference} {item.result.referenceRevision ?? T.notRecorded}
            {item.result.outdated ? <span className="text-warn">: {M.outdated}</span> : null}
          </p>
        ) : null}
        {item.disqualified ? (
          <Notice tone="bad">
            <p>
              {T.disqualified} <Instant at={item.disqualified.at} now={now} />: {item.disqualified.reason}
            </p>
          </Notice>
        ) : null}
      </Section>
      <Section id="evaluations" title={M.evaluations}>
        <ol className="frame divide-y divide-line">
          {item.evaluations.map((one) => (
            <li key={one.attempt} className="flex flex-wrap gap-x-4 px-5 py-3 text-small">
              <span className="font-strong">
                {one.attempt}, {M.evaluationKinds[one.kind]}
              </span>
              <span>{one.state}</span>
              {one.finishedAt ? <Instant at={one.finishedAt} now={now} /> : null}
              {one.failure ? <span className="text-bad">{one.failure}</span> : null}
            </li>
          ))}
        </ol>
        {role === "reviewer" ? null : (
          <div className="flex flex-wrap items-start gap-x-8 gap-y-4">
            <div className="max-w-md space-y-2">
              <p className="text-muted text-small">{M.rescoreHint}</p>
              {item.evaluations.some(({ kind, finishedAt }) => kind === "rescore" && finishedAt === null) ? (
                <CancelRescoreForm names={names} of={item.algorithm} />
              ) : (
                <RescoreForm names={names} one />
              )}
            </div>
            <div className="max-w-md space-y-2">
              <p className="text-muted text-small">{M.rerunHint}</p>
              <RerunForm names={names} />
            </div>
          </div>
        )}
      </Section>
      {role === "reviewer" ? null : (
        <>
          <Section id="marks" title={M.marks}>
            <MarksForm names={names} baseline={item.baseline} verified={item.verified} />
          </Section>
          <Section id="disqualify" title={item.disqualified ? M.restore : M.disqualify}>
            {item.disqualified ? (
              <RestoreForm names={names} />
            ) : (
              <>
                <p className="text-muted text-small">{M.disqualifyHint}</p>
                <DisqualifyForm names={names} />
              </>
            )}
          </Section>
        </>
      )}
    </>
  );
}
