import { open, rm } from "node:fs/promises";
import { RunFailure } from "@bodymark/contracts";
import { readVolumeHeader, VOLUME_HEAD_BYTES, type VolumeHeader } from "@bodymark/nifti";
import type { CollectJob } from "../collect/collect-job.ts";
import { type Collector, startCollector } from "../collect/start-collector.ts";
import type { OpenOutput, RunOutcome } from "../run/executor.ts";
import { type GpuUsage, gpuUsage, NO_GPU_USAGE } from "../run/gpu-usage.ts";
import { type CaseLayout, caseLayout, DEFAULT_SLUGS } from "./case-layout.ts";
import { randomCaseName } from "./case-name.ts";
import type { EvaluationContext } from "./context.ts";
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
 * Runs one container over one case, under a new random name.
 *
 * @param outPath where the checked label map goes; null when nobody will look at the output
 * @throws RunFailure when the container did not start, EngineFault for the engine's own failures
 */
export async function runOnce(
  context: EvaluationContext,
  one: EvaluationCase,
  outPath: string | null,
): Promise<OnceResult> {
  const { options } = context;
  const header = await readHeader(one.imagePath);
  const layout = await caseLayout(
    options.profile,
    randomCaseName(),
    one.imagePath,
    options.structures,
    options.slugs ?? DEFAULT_SLUGS,
    options.workDir,
  );
  const collector = outPath === null ? null : startCollector();
  const watch = context.gpus.length > 0 ? await watchFreeGpus(context.gpuProbe, context.gpus) : null;
  try {
    return await options.executor.runCase(
      {
        image: options.image,
        config: options.image.config,
        command: options.image.command,
        inputs: layout.inputs,
        inputFolders: layout.inputFolders,
        inputsReadOnly: options.profile === "strict",
        outputFolders: layout.outputFolders,
        limits: options.limits,
        cpuset: context.cpuset,
        gpus: context.gpus.map(({ uuid }) => uuid),
        sandbox: context.sandbox,
        diskQuota: context.diskQuota,
        labels: options.labels,
        keepLog: options.keepLogs === true && outPath !== null,
      },
      async (outcome, openOutput) => {
        const window = { startMs: outcome.endedAtMs - outcome.elapsedMs, endMs: outcome.endedAtMs };
        const gpu = watch ? gpuUsage(await watch.stop(), watch.idle, window) : NO_GPU_USAGE;
        if (outcome.failure || !collector || outPath === null) {
          return { outcome, failure: outcome.failure, flags: [], gpu };
        }
        try {
          const { flags } = await collectOutput(context, layout, header, outPath, collector, openOutput);
          return { outcome, failure: null, flags, gpu };
        } catch (error) {
          if (error instanceof RunFailure && error.code !== "cancelled")
            return { outcome, failure: error, flags: [], gpu };
          throw error;
        }
      },
      options.signal,
    );
  } finally {
    collector?.end();
    await watch?.stop();
    for (const input of layout.inputs) {
      if ("hostPath" in input.source && input.source.hostPath !== one.imagePath) await rm(input.source.hostPath);
    }
  }
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

/** Geometry of a case's image; a case that cannot be read is the organizer's to mend, and stops the evaluation. */
async function readHeader(path: string): Promise<VolumeHeader> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(VOLUME_HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return readVolumeHeader(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
