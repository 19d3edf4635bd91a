import { setTimeout as sleep } from "node:timers/promises";
import { EngineFault } from "../run/engine-fault.ts";
import type { Gpu, GpuProbe, GpuWatch } from "../run/gpu-probe.ts";

/** A process that ended is listed for a moment longer. */
const TRIES = 5;
const PAUSE_MS = 500;

/**
 * Begins to read GPUs that nobody else uses: with another process on it, no run could be timed.
 *
 * @throws EngineFault while one does
 */
export async function watchFreeGpus(probe: GpuProbe, gpus: readonly Gpu[]): Promise<GpuWatch> {
  for (let tried = 1; ; tried++) {
    const others = await probe.processes(gpus);
    if (others.length === 0) return await probe.watch(gpus);
    if (tried === TRIES) throw new EngineFault(`another process uses the GPU (${others.join(", ")})`);
    await sleep(PAUSE_MS);
  }
}
