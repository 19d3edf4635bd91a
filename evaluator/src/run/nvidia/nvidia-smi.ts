import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EngineFault } from "../engine-fault.ts";
import type { Gpu, GpuProbe } from "../gpu-probe.ts";
import { GPU_QUERY, parseGpus, parseSliceMemory, parseSlices, withSlices } from "./parse-gpus.ts";
import { watchWholeGpus } from "./watch-gpus.ts";
import { watchSlices } from "./watch-slices.ts";

const run = promisify(execFile);
const LIMIT_MS = 15_000;
const CSV = "--format=csv,noheader,nounits";

/** GPUs by NVIDIA's own tool, which comes with the driver. What it prints was recorded: `test/fixtures/nvidia-smi`. */
export function createNvidiaSmi(program = "nvidia-smi"): GpuProbe {
  const ask = async (...options: string[]): Promise<string> => {
    const asked = run(program, options, {
      timeout: LIMIT_MS,
      maxBuffer: 16 * 1024 ** 2,
    });
    return await asked.then(
      ({ stdout }) => stdout,
      (cause: unknown) => {
        throw new EngineFault("nvidia-smi does not answer on this machine", { cause });
      },
    );
  };
  return {
    async list() {
      const whole = parseGpus(await ask(`--query-gpu=${GPU_QUERY}`, CSV));
      if (!whole.some(({ split }) => split)) return withSlices(whole, [], []);
      const [listing, report] = await Promise.all([ask("-L"), ask("-q")]);
      return withSlices(whole, parseSlices(listing), parseSliceMemory(report));
    },
    async processes(gpus) {
      const whole = new Set(gpus.filter(({ mig }) => mig === null).map(({ uuid }) => uuid));
      if (whole.size === 0) return [];
      const lines = (await ask("--query-compute-apps=gpu_uuid,pid", CSV)).split("\n");
      const pairs = lines.map((line) => line.split(",").map((field) => field.trim()));
      return pairs.filter(([uuid = ""]) => whole.has(uuid)).map(([, pid]) => Number(pid));
    },
    async watch(gpus: readonly Gpu[]) {
      const slices = gpus.filter(({ mig }) => mig !== null);
      // A machine may have both kinds, a run gets one.
      if (slices.length > 0) return await watchSlices(slices, async () => parseSliceMemory(await ask("-q")));
      return await watchWholeGpus(program, gpus);
    },
  };
}

export const nvidiaSmi: GpuProbe = createNvidiaSmi();
