"use client";

import type { Comparison, SubmissionView } from "@bodymark/challenge";
import { environmentSchema, FINAL_STATES } from "@bodymark/contracts";
import { clsx } from "clsx";
import { useState } from "react";
import { Button, ButtonLink, buttonClass } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { formatBytes, formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader, Section } from "#ui/page.tsx";
import { UI_TEXTS } from "#ui/texts.ts";
import { CancelButton } from "./cancel-button.tsx";
import { CaseGrid } from "./case-grid.tsx";
import { CaseRows } from "./case-rows.tsx";
import { ChooseButton } from "./choose-button.tsx";
import { ComparisonPicker, nameOf } from "./comparison-picker.tsx";
import { FailedCases } from "./failed-cases.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { labelMapFact, methodFacts } from "./method-facts.tsx";
import { ResultTable } from "./result-table.tsx";
import { StateBadge } from "./state-badge.tsx";
import { SummaryFigures } from "./summary-figures.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";
import { TimelineList } from "./timeline-list.tsx";
import { useComparisons } from "./use-comparisons.ts";
import { useLiveSubmission } from "./use-live-submission.ts";

/** A submission's page: follows it without a reload, then shows its results or its failure. */
export function SubmissionLive({ initial, now }: { initial: SubmissionView; now: string }) {
  const { submission, connection, replace, reconnect } = useLiveSubmission(initial);
  const { challenge, phase, state, failure, summary, cases, may, progress } = submission;
  const comparisons = useComparisons(submission.id, state === "done");
  const followed = !FINAL_STATES.includes(initial.state);
  const [against, setAgainst] = useState<Comparison | null>(null);
  const board = `/challenges/${challenge.slug}/leaderboard?phase=${phase.slug}`;
  const figures = summary ? (
    <Section id="result" title={T.result} note={summary.rounded ? T.roundedWhileTheHidden : undefined}>
      <SummaryFigures summary={summary} />
    </Section>
  ) : null;
  const caseGrid =
    cases.length > 0 ? (
      <Section
        id="cases"
        title={progress && state !== "done" ? `Cases: ${progress.done} of ${progress.total} done` : T.cases}
        note={may.seeCases ? undefined : T.hiddenCases}
      >
        <CaseGrid cases={cases} />
        <FailedCases submission={submission.id} cases={cases} explained={failure?.code ?? null} />
      </Section>
    ) : null;
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
              {submission.team.name} {T.received} <Instant at={submission.receivedAt} now={now} />
            </span>
            {connection === "lost" ? (
              <span role="status" className="text-warn text-small">
                {T.reconnecting}
              </span>
            ) : null}
            {connection === "broken" ? (
              <span role="alert" className="flex flex-wrap items-center gap-2 text-small text-warn">
                {T.broken}
                <Button size="small" onClick={reconnect}>
                  {UI_TEXTS.tryAgain}
                </Button>
              </span>
            ) : null}
          </p>
        }
        actions={
          <>
            <ChooseButton submission={submission} onChange={replace} />
            {state === "done" ? <ButtonLink href={board}>{T.leaderboard}</ButtonLink> : null}
            {state === "done" ? (
              <a className={buttonClass()} href={`/api/v1/submissions/${submission.id}/bundle`} title={T.bundleHint}>
                {T.bundle}
              </a>
            ) : null}
            {connection === "ended" ? (
              <ButtonLink
                href={`/challenges/${challenge.slug}/submit?phase=${phase.slug}&again=${submission.id}`}
                kind={state === "done" ? "secondary" : "primary"}
              >
                {T.again}
              </ButtonLink>
            ) : null}
            {may.organize ? <ButtonLink href={`/submissions/${submission.id}/journal`}>{T.journal}</ButtonLink> : null}
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
      {/* Nothing that is being read is pushed about: what comes later comes below, and what follows it begins off the screen. */}
      <div className={clsx("space-y-8", followed && "min-h-screen")}>
        {followed ? caseGrid : figures}
        {followed ? figures : caseGrid}
        {summary ? (
          <Section
            id="by-structure"
            title={T.byStructure}
            note={against ? `Differences are to ${nameOf(against)}.` : undefined}
            actions={<ComparisonPicker comparisons={comparisons} chosen={against} onChoose={setAgainst} />}
          >
            <ResultTable submission={submission} against={against} />
          </Section>
        ) : null}
        {may.seeCases && (!followed || summary) && cases.some((item) => item.state === "done") ? (
          <Section id="by-case" title={T.byCase} note={T.meansOverTheStructures}>
            <CaseRows submission={submission.id} cases={cases} />
          </Section>
        ) : null}
      </div>
      <Section id="details" title={T.details}>
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
    ...methodFacts(submission.method),
    ...labelMapFact(submission.labelMap),
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
