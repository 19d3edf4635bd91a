import type { Allowance, Quota } from "@bodymark/challenge";
import { formatCount, formatDuration } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";

/** What is left of the quota by fault, and when the next slot comes free. */
export function QuotaNote({ quota, now }: { quota: Quota; now: string }) {
  const { limit, windowS, failures, free } = quota;
  return (
    <ul className="space-y-1">
      <li>
        {limit === null ? (
          "No limit on submissions in this phase."
        ) : (
          <>
            <Left allowance={quota} what="submission" /> left in {formatDuration(windowS * 1000)}
            <NextSlot allowance={quota} now={now} />.
          </>
        )}{" "}
        {failures === null && limit !== null ? <span className="text-muted">Failed ones count, too.</span> : null}
      </li>
      {failures && failures.limit !== null ? (
        <li>
          <Left allowance={failures} what="failed submission" /> left: what fails by its own fault, or in every case,
          has a limit apart
          <NextSlot allowance={failures} now={now} />.
        </li>
      ) : null}
      <li className="text-muted">
        Faults of the platform and cancellations before the start are free
        {free > 0 ? `: ${formatCount(free, "submission")} of yours in this window cost nothing` : ""}.
      </li>
    </ul>
  );
}

function Left({ allowance: { limit, left }, what }: { allowance: Allowance; what: string }) {
  return (
    <span className="numbers font-strong">
      {left ?? 0} of {formatCount(limit ?? 0, what)}
    </span>
  );
}

function NextSlot({ allowance: { left, nextFreeAt }, now }: { allowance: Allowance; now: string }) {
  if (left !== 0 || !nextFreeAt) return null;
  return (
    <>
      ; the next slot comes free <Instant at={nextFreeAt.toISOString()} now={now} />
    </>
  );
}
