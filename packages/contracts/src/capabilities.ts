import { z } from "zod";
import type { Limits, Profile } from "./profiles.ts";
import { sandboxSchema } from "./profiles.ts";

/** A GPU of a worker, as its driver names it. */
export const workerGpuSchema = z.object({ uuid: z.string(), name: z.string(), memoryBytes: z.number() });

/** What a worker says of itself when it registers: what its engine's machine has, and the sandbox ways it can use. */
export const capabilitiesSchema = z.object({
  cores: z.number().default(1),
  memoryBytes: z.number().default(0),
  gpus: z.array(workerGpuSchema).default([]),
  sandboxes: z.array(sandboxSchema).default([]),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

const GIB = 1024 ** 3;

/**
 * A machine sold with 8 GiB reports some 7.6: firmware and kernel keep the rest. A phase that asks for as much as a
 * machine is sold with may run there.
 */
const REPORTED_SHARE = 0.92;

/**
 * What of a phase's needs a worker lacks, each as words that complete “a worker with …”; empty when it may serve the
 * phase. The queue, the participant's page and the operator's page all ask this one function.
 */
export function unmetNeeds(limits: Limits, profile: Profile, worker: Capabilities): string[] {
  const unmet: string[] = [];
  if (Math.ceil(limits.cpus) > worker.cores) unmet.push(count(Math.ceil(limits.cpus), "core"));
  if (limits.memoryBytes * REPORTED_SHARE > worker.memoryBytes) unmet.push(`${gib(limits.memoryBytes)} GiB of memory`);
  const gpu = gpuNeed(limits);
  if (gpu && worker.gpus.filter(gpu.fits).length < gpu.count) unmet.push(gpu.words);
  if (profile === "strict" && !worker.sandboxes.includes("readonly")) unmet.push("the read-only sandbox");
  return unmet;
}

/** The GPUs that a phase's runs get, of those that are there; null where there are too few. `all` takes each that fits. */
export function gpusFor<Gpu extends Capabilities["gpus"][number]>(limits: Limits, gpus: readonly Gpu[]): Gpu[] | null {
  const need = gpuNeed(limits);
  if (!need) return [];
  const fitting = gpus.filter(need.fits);
  if (fitting.length < need.count) return null;
  return limits.gpus === "all" ? fitting : fitting.slice(0, need.count);
}

interface GpuNeed {
  count: number;
  words: string;
  fits(gpu: Capabilities["gpus"][number]): boolean;
}

/** `gpus`: `none`, `all` (at least one), a number, or one GPU's UUID. */
function gpuNeed({ gpus, gpuType, gpuMemoryBytes }: Limits): GpuNeed | null {
  if (gpus === "none") return null;
  const number = /^\d+$/.test(gpus) ? Number(gpus) : 1;
  if (number === 0) return null;
  const uuid = gpus === "all" || /^\d+$/.test(gpus) ? null : gpus;
  const words = [
    uuid ? `the GPU ${uuid}` : count(number, "GPU"),
    ...(gpuType ? [`of type ${gpuType}`] : []),
    ...(gpuMemoryBytes ? [`with ${gib(gpuMemoryBytes)} GiB of memory`] : []),
  ];
  return {
    count: number,
    words: words.join(" "),
    fits: (gpu) =>
      (uuid === null || gpu.uuid === uuid) &&
      (!gpuType || gpu.name.toLowerCase().includes(gpuType.toLowerCase())) &&
      (!gpuMemoryBytes || gpu.memoryBytes >= gpuMemoryBytes * REPORTED_SHARE),
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function gib(bytes: number): string {
  return String(Math.round((bytes / GIB) * 10) / 10);
}
