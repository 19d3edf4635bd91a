import { RunFailure, type UseOutcome } from "@bodymark/contracts";
import type { VolumeHeader } from "@bodymark/nifti";
import type { CollectJob } from "../collect/collect-job.ts";
import type { Collector } from "../collect/start-collector.ts";
import type { OpenOutput, RunOutcome } from "../run/executor.ts";
import type { GpuWatch } from "../run/gpu-probe.ts";
import { type GpuUsage, gpuUsage, NO_GPU_USAGE } from "../run/gpu-usage.ts";
import type { CaseLayout } from "./case-layout.ts";
import type { EvaluationContext } from "./context.ts";
import type { ReadyRun } from "./ready-run.ts";
import { supremLabelMap } from "./suprem-labels.ts";
import type { EvaluationCase } from "./types.ts";
import { watchFreeGpus } from "./watch-free-gpus.ts";

/** One container over one case: what the clocks said, and how its output fared. */
export interface OnceResult {
  outcome: RunOutcome;
  failure: RunFailure | null;
  flags: readonly string[];
  gpu: GpuUsage;
}

/**
 * Runs one container over one case, under a new random name. As soon as its output is collected, its removal and the
 * next run's container are begun.
 *
 * @param outPath where the checked label map goes; null when nobody will look at the output
 * @param next the case of the run after this one
 * @throws RunFailure when the container did not start, EngineFault for the engine's own failures
 */
export async function runOnce(
  context: EvaluationContext,
  one: EvaluationCase,
  outPath: string | null,
  next: EvaluationCase | null,
): Promise<OnceResult> {
  const ready = await context.lookahead.take(one);
  try {
    const watch = context.gpus.length > 0 ? await watchFreeGpus(context.gpuProbe, context.gpus) : null;
    const beganAt = performance.now();
    try {
      const once = await runReady(context, ready, outPath, watch);
      tellUse(
        context,
        outPath === null ? "warm-up" : outcomeOf(once.failure),
        once.outcome.elapsedMs,
        once.outcome.cpuMs,
      );
      return once;
    } catch (error) {
      // A container that did not start held nothing.
      if (!(error instanceof RunFailure) || error.code === "cancelled" || error.retry)
        tellUse(context, outcomeOf(error), performance.now() - beganAt, null);
      throw error;
    } finally {
      await watch?.stop();
    }
  } finally {
    context.lookahead.remove(ready);
    if (next) context.lookahead.begin(next);
  }
}

function outcomeOf(failure: unknown): UseOutcome {
  if (failure === null) return "ok";
  if (!(failure instanceof RunFailure) || failure.fault === "platform") return "platform-fault";
  return failure.code === "cancelled" ? "cancelled" : "failed";
}

function tellUse(context: EvaluationContext, outcome: UseOutcome, containerMs: number, cpuMs: number | null): void {
  const { limits, onUse } = context.options;
  onUse?.({ outcome, containerMs, gpus: context.gpus.length, cores: limits.cpus, cpuMs });
}

async function runReady(
  context: EvaluationContext,
  { prepared, layout, header, collector }: ReadyRun,
  outPath: string | null,
  watch: GpuWatch | null,
): Promise<OnceResult> {
  return await prepared.run(async (outcome, openOutput) => {
    const window = { startMs: outcome.endedAtMs - outcome.elapsedMs, endMs: outcome.endedAtMs };
    const gpu = watch ? gpuUsage(await watch.stop(), watch.idle, window) : NO_GPU_USAGE;
    if (outcome.failure || outPath === null) return { outcome, failure: outcome.failure, flags: [], gpu };
    try {
      const { flags } = await collectOutput(context, layout, header, outPath, collector, openOutput);
      return { outcome, failure: null, flags, gpu };
    } catch (error) {
      if (error instanceof RunFailure && error.code !== "cancelled") return { outcome, failure: error, flags: [], gpu };
      throw error;
    }
  });
}

async function collectOutput(
  context: EvaluationContext,
  layout: CaseLayout,
  header: VolumeHeader,
  outPath: string,
  collector: Collector,
  openOutput: OpenOutput,
): Promise<{ flags: readonly string[] }> {
  const { profile, structures, labelMap } = context.options;
  for (const candidate of layout.outputs) {
    const tar = await openOutput(candidate.kind === "label-map" ? candidate.path : candidate.folder);
    if (!tar) continue;
    const job: CollectJob = {
      candidate,
      shape: header.shape,
      spacingMm: header.spacingMm,
      affine: header.affine,
      affineRule: profile === "bodymaps" || profile === "flare" ? "ignore" : "demand",
      labels: structures.structures.map(({ label }) => label),
      otherLabels: structures.otherLabels ?? "invalid",
      labelMap: labelMap ?? (profile === "suprem" ? supremLabelMap(structures) : null),
      outPath,
    };
    return await collector.collect(tar, job);
  }
  throw new RunFailure("no-output", "collect", "The command ended well but wrote no file under the expected name.");
}
