import type { Quota } from "@bodymark/challenge";
import { formatCount, formatDuration } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";

/** What is left of the quota, and when the next slot comes free. */
export function QuotaNote({ quota, now }: { quota: Quota; now: string }) {
  const { limit, left, windowS, nextFreeAt } = quota;
  if (limit === null || left === null) return <p>No limit on submissions in this phase.</p>;
  return (
    <p>
      <span className="numbers font-strong">
        {left} of {formatCount(limit, "submission")}
      </span>{" "}
      left in {formatDuration(windowS * 1000)}
      {left === 0 && nextFreeAt ? (
        <>
          ; the next slot comes free <Instant at={nextFreeAt.toISOString()} now={now} />
        </>
      ) : null}
      . <span className="text-muted">Faults of the platform and cancellations before the start are free.</span>
    </p>
  );
}
