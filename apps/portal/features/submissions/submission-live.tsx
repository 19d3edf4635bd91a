"use client";

import type { SubmissionView } from "@bodymark/challenge";
import { environmentSchema } from "@bodymark/contracts";
import { ButtonLink } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { formatBytes, formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader, Section } from "#ui/page.tsx";
import { CancelButton } from "./cancel-button.tsx";
import { CaseGrid } from "./case-grid.tsx";
import { CaseRows } from "./case-rows.tsx";
import { FailedCases } from "./failed-cases.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { ResultTable } from "./result-table.tsx";
import { StateBadge } from "./state-badge.tsx";
import { SummaryFigures } from "./summary-figures.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";
import { TimelineList } from "./timeline-list.tsx";
import { useLiveSubmission } from "./use-live-submission.ts";

/** A submission's page: follows it without a reload, then shows its results or its failure. */
export function SubmissionLive({ initial, now }: { initial: SubmissionView; now: string }) {
  const { submission, connection } = useLiveSubmission(initial);
  const { challenge, phase, state, failure, summary, cases, may, progress } = submission;
  const board = `/challenges/${challenge.slug}/leaderboard?phase=${phase.slug}`;
  return (
    <>
      <PageHeader
        title={submission.algorithm}
        trail={[
          { href: "/submissions", label: T.listTitle },
          { href: `/challenges/${challenge.slug}`, label: challenge.title },
          { href: board, label: phase.title },
        ]}
        lead={
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span role="status">
              <StateBadge state={state} />
            </span>
            <span>
              {submission.team.name} · received <Instant at={submission.receivedAt} now={now} />
            </span>
            {connection === "lost" ? (
              <span role="status" className="text-warn text-small">
                {T.reconnecting}
              </span>
            ) : null}
          </p>
        }
        actions={
          <>
            {state === "done" ? <ButtonLink href={board}>Leaderboard</ButtonLink> : null}
            {state === "failed" || state === "cancelled" ? (
              <ButtonLink href={`/challenges/${challenge.slug}/submit?phase=${phase.slug}`} kind="primary">
                Submit again
              </ButtonLink>
            ) : null}
            {may.organize ? <ButtonLink href={`/submissions/${submission.id}/journal`}>Journal</ButtonLink> : null}
            {may.cancel ? <CancelButton id={submission.id} /> : null}
          </>
        }
      />
      <div className="frame p-5">
        <TimelineList submission={submission} />
      </div>
      {submission.cancelRequestedAt && connection !== "ended" ? <Notice tone="warn" title={T.cancelling} live /> : null}
      {submission.queue?.reason ? (
        <Notice tone="warn" title={submission.queue.reason} live>
          {T.unserved}
        </Notice>
      ) : null}
      {failure ? <FailureNotice failure={failure} /> : null}
      {summary ? (
        <Section
          id="result"
          title="Result"
          note={summary.rounded ? "Rounded while the hidden phase is open." : undefined}
        >
          <SummaryFigures summary={summary} />
        </Section>
      ) : null}
      {cases.length > 0 ? (
        <Section
          id="cases"
          title={progress && state !== "done" ? `Cases: ${progress.done} of ${progress.total} done` : "Cases"}
          note={may.seeCases ? undefined : T.hiddenCases}
        >
          <CaseGrid cases={cases} />
          <FailedCases cases={cases} explained={failure?.code ?? null} />
        </Section>
      ) : null}
      {summary ? (
        <Section id="by-structure" title="By structure">
          <ResultTable submission={submission} />
        </Section>
      ) : null}
      {may.seeCases && cases.some((item) => item.state === "done") ? (
        <Section id="by-case" title="By case" note="Means over the structures that count in the case.">
          <CaseRows cases={cases} />
        </Section>
      ) : null}
      <Section id="details" title="Details">
        <div className="frame p-5 text-small">
          <Facts facts={detailsOf(submission, now)} />
        </div>
      </Section>
    </>
  );
}

function detailsOf(submission: SubmissionView, now: string): (readonly [string, React.ReactNode])[] {
  const { image, upload, evaluation, phase } = submission;
  const environment = environmentSchema.safeParse(evaluation?.environment);
  return [
    ...(submission.description
      ? [
          [
            "Description",
            <span key="d" className="whitespace-pre-line">
              {submission.description}
            </span>,
          ] as const,
        ]
      : []),
    ["Submission", <code key="i">{submission.id}</code>],
    ["File", `${upload.fileName}, ${formatBytes(upload.sizeBytes)}`],
    ...(upload.sha256
      ? [
          [
            "SHA-256",
            <code key="s" className="break-all">
              {upload.sha256}
            </code>,
          ] as const,
        ]
      : []),
    ...(image
      ? [
          [
            "Image",
            <code key="m" className="break-all">
              {image.digest}
            </code>,
          ] as const,
        ]
      : []),
    ...(evaluation ? [["Attempt", String(evaluation.attempt)] as const] : []),
    ...(evaluation?.startedAt ? [["Started", <Instant key="st" at={evaluation.startedAt} now={now} />] as const] : []),
    ...(submission.finishedAt ? [["Finished", <Instant key="f" at={submission.finishedAt} now={now} />] as const] : []),
    ...(environment.success
      ? ([
          [
            "Hardware",
            `${environment.data.cpu}, ${formatCount(environment.data.cores, "core")}${environment.data.gpu ? `, ${environment.data.gpu}` : ""}`,
          ],
          ["Sandbox", environment.data.sandbox],
          ...(environment.data.flags.length > 0 ? [["Flags", environment.data.flags.join(", ")]] : []),
        ] as [string, string][])
      : []),
    [
      "Metrics",
      `${phase.definition}${evaluation?.scorerVersion ? `, scorer ${evaluation.scorerVersion}` : ""}${evaluation?.referenceRevision ? `, reference revision ${evaluation.referenceRevision}` : ""}`,
    ],
  ];
}
