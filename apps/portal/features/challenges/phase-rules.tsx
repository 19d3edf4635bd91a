import type { PhaseView } from "@bodymark/challenge";
import { Facts } from "#ui/facts.tsx";
import { anywhereOnEarthInstant, utcInstant } from "#ui/format-instant.ts";
import { formatByteLimit, formatCount, formatDuration } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { PhaseChip } from "./phase-chip.tsx";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

function Moment({ at, now, none }: { at: string | null; now: string; none: string }) {
  if (!at) return none;
  return (
    <>
      <Instant at={at} now={now} />
      <span className="block text-muted text-small">
        {utcInstant(at)} · {anywhereOnEarthInstant(at)}
      </span>
    </>
  );
}

/** Everything that a phase holds its participants to. */
export function PhaseRules({ phase, now }: { phase: PhaseView; now: string }) {
  const { limits, quota } = phase;
  const weights = phase.metrics
    .map(
      (metric) => `${metric.name}${metric.weight === 1 ? "" : ` × ${metric.weight}`} (${metric.direction} is better)`,
    )
    .join(", ");
  return (
    <section aria-labelledby={`phase-${phase.slug}`} className="frame space-y-4 p-5">
      <div>
        <h3 id={`phase-${phase.slug}`} className="sr-only">
          {phase.title}
        </h3>
        <PhaseChip phase={phase} now={now} />
        <p className="text-muted text-small">{phase.description || T.kinds[phase.kind]}</p>
      </div>
      <div className="grid gap-x-12 gap-y-2 text-small lg:grid-cols-2">
        <Facts
          facts={[
            [T.opens, <Moment key="o" at={phase.opensAt} now={now} none="open from the start" />],
            [T.closes, <Moment key="c" at={phase.closesAt} now={now} none="no closing date" />],
            [T.cases, `${phase.caseCount}, ${T.visibility[phase.caseVisibility] ?? phase.caseVisibility}`],
            [
              T.quota,
              quota.count === null
                ? T.noLimit
                : `${formatCount(quota.count, "submission")} per team in ${formatDuration(quota.windowS * 1000)}${quota.failures === null ? "" : `, and ${formatCount(quota.failures, "failed one")} apart`}; faults of the platform are free`,
            ],
            [T.needs, phase.gate ? `one submission through “${phase.gate.title}”` : T.nothingFirst],
            [T.counts, T.counting[phase.counting] ?? phase.counting],
          ]}
        />
        <Facts
          facts={[
            [T.container, <code key="p">{phase.profile}</code>],
            [T.perCase, `${formatDuration(limits.caseTimeoutS * 1000)}, ${formatByteLimit(limits.memoryBytes)} memory`],
            [
              T.hardware,
              `${formatCount(limits.cpus, "CPU core")}, ${limits.gpus === "none" ? "no GPU" : `GPU: ${limits.gpus}`}, ${formatByteLimit(limits.shmBytes)} shared memory`,
            ],
            [T.repeats, `${limits.repeats}, median counts`],
            [T.ranking, `${T.schemes[phase.scheme] ?? phase.scheme}: ${weights}`],
            [T.metrics, <code key="d">{phase.definition}</code>],
            [T.absentStructures, T.absent[phase.absentPolicy] ?? phase.absentPolicy],
            [T.boardShown, T.publication[phase.publication] ?? phase.publication],
          ]}
        />
      </div>
      {phase.schemeHash ? (
        <p className="break-all text-muted text-small">
          {T.schemeFrozenAtOpening} <code>{phase.schemeHash}</code>
        </p>
      ) : null}
    </section>
  );
}
