import type { Allowance, Quota } from "@bodymark/challenge";
import { formatCount, formatDuration } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** What is left of the quota by fault, and when the next slot comes free. */
export function QuotaNote({ quota, now }: { quota: Quota; now: string }) {
  const { limit, windowS, failures, free } = quota;
  return (
    <ul className="space-y-1">
      <li>
        {limit === null ? (
          T.noLimitOnSubmissions
        ) : (
          <>
            <Left allowance={quota} what="submission" /> {T.leftIn} {formatDuration(windowS * 1000)}
            <NextSlot allowance={quota} now={now} />.
          </>
        )}{" "}
        {failures === null && limit !== null ? <span className="text-muted">{T.failedOnesCountToo}</span> : null}
      </li>
      {failures && failures.limit !== null ? (
        <li>
          <Left allowance={failures} what="failed submission" /> {T.leftWhatFailsBy}
          <NextSlot allowance={failures} now={now} />.
        </li>
      ) : null}
      <li className="text-muted">
        {T.faultsOfThePlatform}
        {free > 0 ? `: ${formatCount(free, "submission")} of yours in this window cost nothing` : ""}.
      </li>
    </ul>
  );
}

function Left({ allowance: { limit, left }, what }: { allowance: Allowance; what: string }) {
  return (
    <span className="numbers font-strong">
      {left ?? 0} {T.of} {formatCount(limit ?? 0, what)}
    </span>
  );
}

function NextSlot({ allowance: { left, nextFreeAt }, now }: { allowance: Allowance; now: string }) {
  if (left !== 0 || !nextFreeAt) return null;
  return (
    <>
      {T.theNextSlotComes} <Instant at={nextFreeAt.toISOString()} now={now} />
    </>
  );
}
