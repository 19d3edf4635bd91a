import type { PhaseView } from "@bodymark/challenge";
import { formatByteLimit, formatCount, formatDuration } from "#ui/format-number.ts";

/** What the platform does with an image, step by step, with this phase's figures. */
export function WhatHappens({ phase }: { phase: PhaseView }) {
  const { limits, caseCount } = phase;
  return (
    <ol className="list-decimal space-y-2 pl-5 marker:text-muted">
      <li>
        The archive is checked before any engine sees it: exactly one image, at most{" "}
        {formatByteLimit(limits.imageBytes)} unpacked, for Linux on amd64, with the command that the profile{" "}
        <code>{phase.profile}</code> starts.
      </li>
      <li>
        It runs once per case, a fresh container each time: {formatCount(caseCount, "case")}, no network, at most{" "}
        {formatDuration(limits.caseTimeoutS * 1000)}, {formatByteLimit(limits.memoryBytes)} of memory and{" "}
        {formatCount(limits.cpus, "CPU core")} for each{limits.repeats > 1 ? `, ${limits.repeats} repeats` : ""}.
      </li>
      <li>The time of each container is measured from outside; one warm-up run comes first and does not count.</li>
      <li>
        Each output is checked and scored by structure (DSC, NSD, HD95, definition <code>{phase.definition}</code>).
      </li>
      <li>
        {phase.caseVisibility === "public"
          ? "You see the figures of every case, and the result stands on the leaderboard."
          : "While the phase is open you see aggregates, failure codes and ordinals; single cases when it has closed."}
      </li>
    </ol>
  );
}
