import type { SummaryView } from "@bodymark/challenge";
import { formatBytes, formatDuration, formatScore } from "#ui/format-number.ts";

/** The figures that a submission is known by. */
export function SummaryFigures({ summary }: { summary: SummaryView }) {
  const figures = [
    ["DSC", formatScore(summary.meanDice), "mean over structures"],
    ["NSD", formatScore(summary.meanNsd), "mean over structures"],
    ["Time per scan", formatDuration(summary.medianMs), `median of ${summary.caseCount} cases`],
    ["Peak memory", formatBytes(summary.medianPeakMemoryBytes), `median of ${summary.caseCount} cases`],
    ["Failed cases", `${summary.failedCases} of ${summary.caseCount}`, summary.failedCases ? "counted as 0" : "none"],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-base border border-line bg-line md:grid-cols-5">
      {figures.map(([term, value, note]) => (
        <div key={term} className="flex flex-col bg-surface px-4 py-3 last:max-md:col-span-2">
          <dt className="font-normal text-muted text-small">{term}</dt>
          <dd className="font-strong text-large">{value}</dd>
          <dd className="text-muted text-small">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
