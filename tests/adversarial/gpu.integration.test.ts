import type { GpuProbe } from "@bodymark/evaluator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestImage, COPY_SCRIPT } from "../fixtures/build-test-image.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { SandboxBench } from "../support/sandbox.ts";

const MIB = 1024 ** 2;
const GPU = {
  uuid: "GPU-1",
  name: "NVIDIA H100 80GB HBM3",
  memoryBytes: 80 * 1024 ** 3,
  driver: "590.48.01",
  powerLimitW: 700,
  mig: null,
};
const busybox = await findBusybox();

/** A GPU that always uses 2000 MiB at 250 W, of which 500 MiB are in use before the run. */
function steadyGpu(): GpuProbe & { watching: number } {
  const reading = (usedMib: number) => ({
    uuid: GPU.uuid,
    atMs: performance.now(),
    usedBytes: usedMib * MIB,
    powerW: 250,
  });
  const probe = {
    watching: 0,
    list: async () => [GPU],
    processes: async () => [],
    watch: async () => {
      probe.watching += 1;
      let open = true;
      return {
        idle: [reading(500)],
        stop: async () => {
          if (open) probe.watching -= 1;
          open = false;
          return [reading(2000)];
        },
      };
    },
  };
  return probe;
}

describe.skipIf(!busybox || !process.env.DOCKER_HOST)("a phase with a GPU, on an engine that has none", () => {
  let bench: SandboxBench;
  beforeAll(async () => {
    bench = await SandboxBench.open();
  });
  afterAll(async () => await bench.close());
  const copy = (path: string) => buildTestImage({ script: COPY_SCRIPT }, path);

  it("is a fault of the platform that leaves nothing", async () => {
    const gpuProbe = steadyGpu();
    const run = bench.evaluate(copy, { limits: { gpus: "1" }, options: { gpuProbe } });
    await expect(run).rejects.toMatchObject({ code: "platform-fault", retry: true });
    expect(gpuProbe.watching).toBe(0);
  });

  it("records memory over time, its peak and energy beside each run, and the GPU in the fingerprint", async () => {
    const gpuProbe = steadyGpu();
    // The same engine, told of no GPU: all but the device itself is as in a run with one.
    const executor: typeof bench.executor = {
      ...bench.executor,
      prepareCase: (request, signal) => bench.executor.prepareCase({ ...request, gpus: [] }, signal),
    };
    const { result, outcome } = await bench.evaluate(copy, { limits: { gpus: "1" }, options: { gpuProbe, executor } });
    const seconds = (result.timing.medianMs ?? 0) / 1000;
    expect(result.status).toBe("ok");
    expect(result.resources.gpuPeakMemoryBytes).toBe(2000 * MIB);
    expect(result.resources.gpuMemoryAucMbS).toBeCloseTo(2000 * seconds, 0);
    expect(result.resources.gpuMemoryAucAboveIdleMbS).toBeCloseTo(1500 * seconds, 0);
    expect(result.resources.gpuEnergyJ).toBeCloseTo(250 * seconds, 0);
    expect(outcome.environment.gpu).toContain("NVIDIA H100 80GB HBM3 81920 MiB (driver 590.48.01, 700 W)");
    expect(gpuProbe.watching).toBe(0);
  });
});
