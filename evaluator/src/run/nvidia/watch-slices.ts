import { setTimeout as sleep } from "node:timers/promises";
import type { Gpu, GpuReading, GpuWatch } from "../gpu-probe.ts";
import type { SliceMemory } from "./parse-gpus.ts";

/** The whole report is asked for each time, which takes the driver some tens of milliseconds. */
const PAUSE_MS = 400;

/** Reads MIG slices, whose memory stands in the tool's long report alone. They have no power meter of their own. */
export async function watchSlices(gpus: readonly Gpu[], read: () => Promise<SliceMemory[]>): Promise<GpuWatch> {
  const readings: GpuReading[] = [];
  const once = async () => {
    const began = performance.now();
    const memory = await read();
    const atMs = (began + performance.now()) / 2;
    for (const { uuid, mig } of gpus) {
      const found = memory.find((one) => one.parentUuid === mig?.parentUuid && one.device === mig.device);
      if (found) readings.push({ uuid, atMs, usedBytes: found.usedBytes, powerW: null });
    }
  };
  await once();
  const idle = [...readings];
  const stopped = new AbortController();
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      await sleep(PAUSE_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      // A reading that fails is one less; what a run uses is a measurement beside it.
      await once().catch(() => undefined);
    }
  })();
  return {
    idle,
    stop: async () => {
      stopped.abort();
      await loop;
      return readings;
    },
  };
}
