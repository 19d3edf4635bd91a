import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gpusFor, limitsSchema } from "@bodymark/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchFreeGpus } from "../src/evaluate/watch-free-gpus.ts";
import { saysGpuMemoryRanOut } from "../src/run/docker/gpu-memory-message.ts";
import { gpuRequests, gpuWay } from "../src/run/docker/gpu-requests.ts";
import { EngineFault } from "../src/run/engine-fault.ts";
import { gpuUsage } from "../src/run/gpu-usage.ts";
import { createNvidiaSmi } from "../src/run/nvidia/nvidia-smi.ts";
import { parseGpus, parseSliceMemory, parseSlices } from "../src/run/nvidia/parse-gpus.ts";
import { parseReading } from "../src/run/nvidia/parse-readings.ts";

const RECORDED = new URL("./fixtures/nvidia-smi/", import.meta.url);
const recorded = (name: string) => readFile(new URL(name, RECORDED), "utf8");
const GPU = "GPU-00000000-0000-0000-0000-000000000000";
const MIB = 1024 ** 2;

describe("what nvidia-smi says", () => {
  it("of a whole GPU: memory, driver, power limit; other words than numbers are unknown", async () => {
    expect(parseGpus(await recorded("whole-query.csv"))).toEqual([
      {
        uuid: GPU,
        name: "NVIDIA H100 80GB HBM3",
        memoryBytes: 81559 * MIB,
        driver: "590.48.01",
        powerLimitW: 700,
        mig: null,
        split: false,
      },
    ]);
    expect(parseGpus("GPU-1, NVIDIA T400, 2048, 550.54.15, [N/A], [N/A]")[0]).toMatchObject({ powerLimitW: null });
    expect(parseGpus("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")).toEqual([]);
  });

  it("of slices: UUID and profile in the list, memory in the report", async () => {
    const slices = parseSlices(await recorded("mig-list.txt"));
    expect(slices.map(({ profile }) => profile)).toEqual(["3g.40gb", "2g.20gb", "1g.10gb", "1g.10gb"]);
    expect(slices[1]).toMatchObject({ uuid: "MIG-00000001-0000-0000-0000-000000000001", parentUuid: GPU, device: 1 });
    const memory = parseSliceMemory(await recorded("mig-report.txt"));
    expect(memory.map(({ totalBytes, usedBytes }) => [totalBytes / MIB, usedBytes / MIB])).toEqual([
      [40448, 11091],
      [20096, 17],
      [9984, 9],
      [9984, 9],
    ]);
    expect(memory.every(({ parentUuid }) => parentUuid === GPU)).toBe(true);
  });

  it("of use: memory and power at the tool's own instants", async () => {
    const [idle, loaded] = (await recorded("whole-readings.csv")).split("\n").map(parseReading);
    expect(idle).toMatchObject({ uuid: GPU, usedBytes: 0, powerW: 69.62 });
    expect(loaded).toMatchObject({ usedBytes: 19818 * MIB, powerW: 625.68 });
    expect((loaded?.stampMs ?? 0) - (idle?.stampMs ?? 0)).toBe(14_657);
    expect(parseReading("2024/06/13 20:19:31.000, GPU-1, [Insufficient Permissions], [N/A]")).toBeNull();
  });
});

/** A program that answers as the recordings do; its loop gives memory that grows by 1000 MiB a reading at 300 W. */
async function fakeNvidiaSmi(folder: string, kind: "whole" | "mig", options: { apps?: boolean; old?: boolean } = {}) {
  const path = join(folder, `nvidia-smi-${kind}${options.apps ? "-used" : ""}${options.old ? "-old" : ""}`);
  const program = `#!${process.execPath}
const { readFileSync } = process.getBuiltinModule("node:fs");
const say = (name) => process.stdout.write(readFileSync(new URL(name, ${JSON.stringify(RECORDED.href)})));
const [first = ""] = process.argv.slice(2);
if (first === "-L") say("mig-list.txt");
else if (first === "-q") say("mig-report.txt");
else if (first.startsWith("--query-compute-apps")) ${options.apps ? 'say("whole-apps.csv")' : "{}"}
else if (first.startsWith("--query-gpu=timestamp")) {
  if (${options.old === true} && first.includes("instant")) {
    console.log('Field "power.draw.instant" is not a valid field to query.');
    process.exit(2);
  }
  let count = 0;
  setInterval(() => {
    const stamp = new Date().toISOString().replace("T", " ").replaceAll("-", "/").replace("Z", "");
    console.log(stamp + ", ${GPU}, " + 1000 * count++ + ", 300.00");
  }, 50);
} else say("${kind}-query.csv");
`;
  await writeFile(path, program, { mode: 0o755 });
  return createNvidiaSmi(path);
}

describe("GPUs by a program that answers as nvidia-smi does", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-smi-"));
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it("lists whole GPUs, and a split one by its slices", async () => {
    const whole = await (await fakeNvidiaSmi(folder, "whole")).list();
    expect(whole).toMatchObject([{ uuid: GPU, mig: null }]);
    const slices = await (await fakeNvidiaSmi(folder, "mig")).list();
    expect(slices).toHaveLength(4);
    expect(slices[0]).toMatchObject({
      name: "NVIDIA H100 80GB HBM3 MIG 3g.40gb",
      memoryBytes: 40448 * MIB,
      mig: { parentUuid: GPU, device: 0 },
    });
  });

  it("reads while a run goes on, and ends with it; on drivers without instant power too", async () => {
    for (const old of [false, true]) {
      const probe = await fakeNvidiaSmi(folder, "whole", { old });
      const watch = await watchFreeGpus(probe, await probe.list());
      await sleep(300);
      const readings = await watch.stop();
      expect(watch.idle).toMatchObject([{ uuid: GPU, usedBytes: 0, powerW: 300 }]);
      expect(readings.length).toBeGreaterThan(2);
      expect(readings.at(-1)?.atMs).toBeLessThanOrEqual(performance.now());
      expect(await watch.stop()).toEqual(readings);
    }
  });

  it("reads the memory of one slice, whose power nobody knows", async () => {
    const probe = await fakeNvidiaSmi(folder, "mig");
    const watch = await watchFreeGpus(probe, (await probe.list()).slice(0, 1));
    expect(watch.idle).toMatchObject([{ usedBytes: 11091 * MIB, powerW: null }]);
    expect((await watch.stop()).every(({ usedBytes }) => usedBytes === 11091 * MIB)).toBe(true);
  });

  it("refuses to time while another process uses the GPU: a fault of the platform, to be tried again", async () => {
    const probe = await fakeNvidiaSmi(folder, "whole", { apps: true });
    const timed = watchFreeGpus(probe, await probe.list());
    await expect(timed).rejects.toThrow(EngineFault);
    await expect(timed).rejects.toThrow("11327, 11328, 11345");
  });

  it("are a fault of the platform where there is no driver", async () => {
    await expect(createNvidiaSmi(join(folder, "none")).list()).rejects.toMatchObject({ retry: true });
  });
});

describe("a run's use of its GPU", () => {
  const at = (atMs: number, usedMib: number, powerW: number | null = 100) => ({
    uuid: GPU,
    atMs,
    usedBytes: usedMib * MIB,
    powerW,
  });

  it("is the area under its readings within the run, straight between them", () => {
    const readings = [at(0, 100), at(1000, 100), at(2000, 300), at(3000, 300), at(9000, 100)];
    const usage = gpuUsage(readings, [at(0, 100)], { startMs: 1500, endMs: 2500 });
    expect(usage.peakMemoryBytes).toBe(300 * MIB);
    expect(usage.memoryAucMbS).toBeCloseTo(0.5 * 250 + 0.5 * 300, 9);
    expect(usage.memoryAucAboveIdleMbS).toBeCloseTo(0.5 * 150 + 0.5 * 200, 9);
    expect(usage.energyJ).toBeCloseTo(100, 9);
  });

  it("is that of the nearest reading where there is none, and unknown without any", () => {
    expect(gpuUsage([at(5000, 40)], [], { startMs: 0, endMs: 2000 }).memoryAucMbS).toBeCloseTo(80, 9);
    expect(gpuUsage([], [], { startMs: 0, endMs: 1 }).memoryAucMbS).toBeNull();
    expect(gpuUsage([at(0, 1, null), at(9, 1, null)], [], { startMs: 0, endMs: 9 }).energyJ).toBeNull();
  });

  it("sums several GPUs", () => {
    const second = { ...at(0, 50), uuid: "GPU-2" };
    const usage = gpuUsage([at(0, 100), second], [], { startMs: 0, endMs: 1000 });
    expect(usage).toMatchObject({ peakMemoryBytes: 150 * MIB, memoryAucMbS: 150, energyJ: 200 });
  });
});

describe("which GPUs a run gets", () => {
  const gpus = [
    { uuid: "GPU-1", name: "NVIDIA T4", memoryBytes: 15 * 1024 ** 3 },
    { uuid: "MIG-1", name: "NVIDIA H100 80GB HBM3 MIG 3g.40gb", memoryBytes: 40 * 1024 ** 3 },
  ];
  const chosen = (limits: object) => gpusFor(limitsSchema.parse(limits), gpus)?.map(({ uuid }) => uuid);

  it("are those that the phase names, by number, type or memory; too few is none at all", () => {
    expect(chosen({})).toEqual([]);
    expect(chosen({ gpus: "all" })).toEqual(["GPU-1", "MIG-1"]);
    expect(chosen({ gpus: "1", gpuType: "h100" })).toEqual(["MIG-1"]);
    expect(chosen({ gpus: "1", gpuMemoryBytes: 24 * 1024 ** 3 })).toEqual(["MIG-1"]);
    expect(chosen({ gpus: "MIG-1" })).toEqual(["MIG-1"]);
    expect(chosen({ gpus: "2", gpuType: "T4" })).toBeUndefined();
  });

  it("are asked of the engine by its runtime hook, or by CDI where it has that", () => {
    expect(gpuWay({ Runtimes: { runc: {}, nvidia: {} } })).toBe("nvidia");
    expect(gpuWay({ Runtimes: { runc: {} } })).toBe("nvidia"); // Docker finds the hook when it is asked for.
    expect(gpuWay({ Runtimes: { runc: {} }, CDISpecDirs: ["/etc/cdi", "/var/run/cdi"] })).toBe("cdi");
    expect(gpuWay({ Runtimes: { runc: {}, nvidia: {} }, CDISpecDirs: ["/etc/cdi"] })).toBe("nvidia");
    const devices = [{ Source: "cdi", ID: "nvidia.com/gpu=0" }];
    expect(gpuWay({ Runtimes: { nvidia: {} }, DiscoveredDevices: devices })).toBe("cdi");
    expect(gpuRequests(["MIG-1"], "cdi")).toEqual([{ Driver: "cdi", DeviceIDs: ["nvidia.com/gpu=MIG-1"] }]);
    expect(gpuRequests(["GPU-1"], "nvidia")).toMatchObject([{ Driver: "nvidia", DeviceIDs: ["GPU-1"] }]);
  });
});

describe("a log that ends with a lack of GPU memory", () => {
  it.each([
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 79.11 GiB",
    "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 23.69 GiB total capacity)",
    "RuntimeError: CUDA error: out of memory",
    "RuntimeError: cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
    "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    "pycuda._driver.MemoryError: cuMemAlloc failed: out of memory",
    "onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException: [ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running Conv node. Name:'Conv_0' Status Message: bfc_arena.cc:342 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool) Failed to allocate memory for requested buffer of size 1073741824",
    "tensorflow.python.framework.errors_impl.ResourceExhaustedError: OOM when allocating tensor with shape[1,64,512,512] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc",
    "jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 4294967296 bytes.",
    "cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,589,934,592 bytes",
  ])("is told by its class: %s", (message) => {
    expect(saysGpuMemoryRanOut(`Traceback (most recent call last):\n${message}\n`)).toBe(true);
  });

  it.each(["MemoryError", "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 8.00 GiB", "out of memory"])(
    "is not any other: %s",
    (message) => {
      expect(saysGpuMemoryRanOut(message)).toBe(false);
    },
  );
});
