import type { Capabilities } from "@bodymark/contracts";
import type { GpuProbe } from "../run/gpu-probe.ts";
import { type EngineProbe, missingControls } from "../run/probe.ts";

/** What phases may ask of this worker: cores and memory as its engine counts them, GPUs, sandbox ways that are whole. */
export async function findCapabilities(probe: EngineProbe, gpuProbe: GpuProbe): Promise<Capabilities> {
  const gpus = await gpuProbe.list().catch(() => []); // No driver here, so no GPU.
  return {
    cores: probe.cores,
    memoryBytes: probe.memoryBytes,
    gpus: gpus.map(({ uuid, name, memoryBytes }) => ({ uuid, name, memoryBytes })),
    sandboxes: probe.sandboxes.filter((sandbox) => missingControls(probe, sandbox).length === 0),
  };
}
