import type { SubmissionListItem } from "@bodymark/challenge";
import Link from "next/link";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { StateBadge } from "./state-badge.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** Submissions as rows; on a phone as cards. */
export function SubmissionList({ items, now }: { items: readonly SubmissionListItem[]; now: string }) {
  return (
    <ul className="frame divide-y divide-line">
      {items.map((item) => (
        <li
          key={item.id}
          className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 px-5 py-3.5 hover:bg-sunken/60 md:grid-cols-[minmax(0,1fr)_7rem_14rem]"
        >
          <div className="min-w-0">
            <Link
              href={`/submissions/${item.id}`}
              className="break-words font-strong after:absolute after:inset-0 hover:underline"
            >
              {item.algorithm}
            </Link>
            <p className="break-words text-muted text-small">
              {item.challenge.title} · {item.phase.title} · {item.team} ·{" "}
              <span className="relative z-10">
                <Instant at={item.createdAt} now={now} />
              </span>
            </p>
          </div>
          <div className="justify-self-end md:justify-self-start">
            <StateBadge state={item.state} />
          </div>
          <p className="numbers col-span-2 text-small md:col-span-1 md:text-right">
            {item.state === "done" ? (
              <>
                DSC <span className="font-strong">{formatScore(item.dice)}</span> {T.andNsd}{" "}
                <span className="font-strong">{formatScore(item.nsd)}</span> · {formatDuration(item.medianMs)}
                {item.failedCases ? <span className="block text-bad">{T.failedCases(item.failedCases)}</span> : null}
              </>
            ) : item.failureCode && item.state === "failed" ? (
              <code className="text-bad">{item.failureCode}</code>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
