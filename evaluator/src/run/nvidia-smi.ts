import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EngineFault } from "./engine-fault.ts";
import type { Gpu, GpuProbe } from "./gpu-probe.ts";

const QUERY = "uuid,name,memory.total,driver_version,power.limit";
const run = promisify(execFile);

/** GPUs by NVIDIA's own tool, which comes with the driver. */
export const nvidiaSmi: GpuProbe = {
  async find(gpus) {
    if (gpus === "none") return [];
    const options = ["--format=csv,noheader,nounits", `--query-gpu=${QUERY}`];
    const { stdout } = await run("nvidia-smi", options, { timeout: 15_000 }).catch((cause: unknown) => {
      throw new EngineFault("GPUs are asked for, and nvidia-smi does not answer on this machine", { cause });
    });
    const found = parseNvidiaSmi(stdout).filter((gpu) => gpus === "all" || gpu.uuid === gpus);
    if (found.length === 0) throw new EngineFault(`this machine has no GPU ${gpus}`);
    return found;
  },
};

/** Reads `nvidia-smi --query-gpu=uuid,name,memory.total,driver_version,power.limit --format=csv,noheader,nounits`. */
export function parseNvidiaSmi(csv: string): Gpu[] {
  return csv
    .split("\n")
    .map((line) => line.split(",").map((field) => field.trim()))
    .filter((fields) => fields.length === 5 && fields[0]?.startsWith("GPU-"))
    .map(([uuid = "", name = "", memoryMib, driver = "", power]) => {
      const powerLimitW = Number(power);
      return {
        uuid,
        name,
        memoryBytes: Number(memoryMib) * 1024 ** 2,
        driver,
        // "[N/A]" on boards that have no limit to report.
        powerLimitW: Number.isFinite(powerLimitW) ? powerLimitW : null,
      };
    });
}
