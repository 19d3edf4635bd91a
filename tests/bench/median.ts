import type { Measured } from "./measure-process.ts";

/** Median time of some runs in milliseconds. */
export function medianMs(runs: readonly Measured[], time: "wallMs" | "cpuMs" = "wallMs"): number {
  const sorted = runs.map((run) => run[time]).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Largest peak memory of some runs. */
export function peakBytes(runs: readonly Measured[]): number {
  return Math.max(...runs.map((run) => run.peakBytes));
}
