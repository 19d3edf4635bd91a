import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type CaseResult,
  type Resources,
  RunFailure,
  type Stage,
  type StructureScore,
  type Timing,
} from "@bodymark/contracts";
import type { RunOutcome } from "../run/executor.ts";
import type { GpuUsage } from "../run/gpu-usage.ts";
import type { EvaluationContext } from "./context.ts";
import { median } from "./median.ts";
import { type OnceResult, runOnce } from "./run-once.ts";
import { scoreOne } from "./score-one.ts";
import type { EvaluationCase } from "./types.ts";

/** A case's repeats, as far as they went. */
interface Repeats {
  outcomes: readonly RunOutcome[];
  gpu: readonly GpuUsage[];
  failure: RunFailure | null;
  flags: readonly string[];
}

/** Runs one case as often as the phase says (and makes `next` ready meanwhile), scores the first run's output, and says what came of it. */
export async function evaluateCase(
  context: EvaluationContext,
  one: EvaluationCase,
  next: EvaluationCase | null,
): Promise<{ result: CaseResult; predictionPath: string | null; log: Uint8Array | null }> {
  const { options } = context;
  const folder = options.predictionsDir ?? join(options.workDir, "predictions");
  await mkdir(folder, { recursive: true });
  const predictionPath = join(folder, `${one.case}.nii.gz`);
  await options.on({ kind: "case", ordinal: one.ordinal, state: "running" });
  const repeats = await runRepeats(context, one, predictionPath, next);
  // After a failure the one made ready was for a repeat that will not be.
  if (next) context.lookahead.begin(next);
  const { failure } = repeats;
  await context.say(
    one.ordinal,
    failure?.stage ?? "run",
    failure ? `${failure.code}: ${failure.message}` : "ended well",
  );
  await options.on({ kind: "case", ordinal: one.ordinal, state: "scoring" });
  // After the timing and before the next case: nothing else runs while a case is timed.
  const structures = await scoreOne(context, one, failure ? { failure: failure.code } : { predictionPath });
  if (failure) await rm(predictionPath, { force: true });
  const keep = options.predictionsDir !== undefined && !failure;
  if (!keep) await rm(predictionPath, { force: true });
  // Of several repeats the last one's log: that is the one that failed, if one did.
  const log = repeats.outcomes.at(-1)?.log ?? null;
  return { result: toResult(one, repeats, structures), predictionPath: keep ? predictionPath : null, log };
}

async function runRepeats(
  context: EvaluationContext,
  one: EvaluationCase,
  predictionPath: string,
  next: EvaluationCase | null,
): Promise<Repeats> {
  const repeats = one.timed === false ? 1 : context.options.limits.repeats;
  const outcomes: RunOutcome[] = [];
  const gpu: GpuUsage[] = [];
  const flags = new Set<string>();
  for (let repeat = 1; repeat <= repeats; repeat++) {
    let once: OnceResult;
    try {
      // Every repeat's output is checked; the first one's is scored.
      const outPath = repeat === 1 ? predictionPath : `${predictionPath}.repeat`;
      once = await runOnce(context, one, outPath, repeat < repeats ? one : next);
    } catch (error) {
      if (!(error instanceof RunFailure) || error.code === "cancelled" || error.retry) throw error;
      return { outcomes, gpu, failure: error, flags: [...flags] };
    } finally {
      await rm(`${predictionPath}.repeat`, { force: true });
    }
    outcomes.push(once.outcome);
    gpu.push(once.gpu);
    for (const flag of once.flags) flags.add(flag);
    if (once.outcome.clockAdjusted) flags.add("clock-adjusted");
    await tellRun(context, one.ordinal, repeat, once);
    if (once.failure) return { outcomes, gpu, failure: once.failure, flags: [...flags] };
  }
  return { outcomes, gpu, failure: null, flags: [...flags] };
}

/** The steps of a run that came to an end, each with its own instant; written afterwards, so that nothing waits for it. */
async function tellRun(context: EvaluationContext, ordinal: number, repeat: number, once: OnceResult): Promise<void> {
  const { createdAtMs, endedAtMs, elapsedMs, exitCode } = once.outcome;
  const nowMs = performance.now();
  const step = (stage: Stage, message: string, atMs = nowMs) => ({ ordinal, stage, message, atMs });
  await context.options.on({
    kind: "journal",
    lines: [
      step("start", `repeat ${repeat}: container created, inputs in it`, createdAtMs),
      step("start", `repeat ${repeat}: started`, endedAtMs - elapsedMs),
      step("run", `repeat ${repeat}: ended with exit code ${exitCode}`, endedAtMs),
      ...(once.failure ? [] : [step("collect", `repeat ${repeat}: output collected and checked`)]),
      step("run", describeOverhead(repeat, once.outcome)),
    ],
  });
}

function describeOverhead(repeat: number, { elapsedMs, overheadMs }: RunOutcome): string {
  const { prepare, start, collect } = overheadMs;
  const parts = { prepare, start, collect };
  const text = Object.entries(parts).map(([name, ms]) => `${name} ${Math.round(ms)}`);
  return `repeat ${repeat}: ${Math.round(elapsedMs)} ms; outside it, in ms: ${text.join(", ")}`;
}

function toResult(one: EvaluationCase, repeats: Repeats, structures: readonly StructureScore[]): CaseResult {
  const { outcomes, gpu, failure, flags } = repeats;
  return {
    case: one.case,
    ordinal: one.ordinal,
    status: failure?.code ?? "ok",
    failure: failure ? { code: failure.code, stage: failure.stage, fault: failure.fault } : null,
    ...(flags.length > 0 ? { flags: [...flags] } : {}),
    timing: timingOf(outcomes, failure),
    resources: resourcesOf(outcomes, gpu),
    structures: [...structures],
  };
}

/** A failed case has the times that were taken, and no median: it would not be comparable. */
function timingOf(outcomes: readonly RunOutcome[], failure: RunFailure | null): Timing {
  const repeatsMs = outcomes.map(({ elapsedMs }) => Math.round(elapsedMs * 1000) / 1000);
  return { repeatsMs, medianMs: failure ? null : median(repeatsMs) };
}

/** Peaks are the highest of the repeats, amounts their median. */
function resourcesOf(outcomes: readonly RunOutcome[], gpu: readonly GpuUsage[]): Resources {
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const highest = (values: readonly (number | null)[]) =>
    known(values).reduce<number | null>((a, b) => Math.max(a ?? 0, b), null);
  const middle = (values: readonly (number | null)[]) => rounded(median(known(values)));
  const cpuMs = median(known(outcomes.map((outcome) => outcome.cpuMs)));
  return {
    cpuMs: cpuMs === null ? null : Math.round(cpuMs),
    peakMemoryBytes: highest(outcomes.map(({ peakMemoryBytes }) => peakMemoryBytes)),
    gpuPeakMemoryBytes: highest(gpu.map(({ peakMemoryBytes }) => peakMemoryBytes)),
    gpuMemoryAucMbS: middle(gpu.map(({ memoryAucMbS }) => memoryAucMbS)),
    gpuMemoryAucAboveIdleMbS: middle(gpu.map(({ memoryAucAboveIdleMbS }) => memoryAucAboveIdleMbS)),
    gpuEnergyJ: middle(gpu.map(({ energyJ }) => energyJ)),
  };
}

/** To a tenth: a reading of memory or power is no finer. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
