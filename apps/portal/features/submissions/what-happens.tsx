import type { PhaseView } from "@bodymark/challenge";
import { formatByteLimit, formatCount, formatDuration } from "#ui/format-number.ts";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** What the platform does with an image, step by step, with this phase's figures. */
export function WhatHappens({ phase }: { phase: PhaseView }) {
  const { limits, caseCount } = phase;
  return (
    <ol className="list-decimal space-y-2 pl-5 marker:text-muted">
      <li>
        {T.theArchiveIsChecked} {formatByteLimit(limits.imageBytes)} {T.unpackedForLinuxOn} <code>{phase.profile}</code>{" "}
        {T.starts}
      </li>
      <li>
        {T.itRunsOncePer} {formatCount(caseCount, "case")}
        {T.noNetworkAtMost} {formatDuration(limits.caseTimeoutS * 1000)}, {formatByteLimit(limits.memoryBytes)}{" "}
        {T.ofMemoryAnd} {formatCount(limits.cpus, "CPU core")} {T.forEach}
        {limits.repeats > 1 ? `, ${limits.repeats} repeats` : ""}.
      </li>
      <li>{T.theTimeOfEach}</li>
      <li>
        {T.eachOutputIsChecked} <code>{phase.definition}</code>).
      </li>
      <li>{phase.caseVisibility === "public" ? T.youSeeTheFigures : T.whileThePhaseIs}</li>
    </ol>
  );
}
