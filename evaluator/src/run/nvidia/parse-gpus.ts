import type { Gpu } from "../gpu-probe.ts";

export const GPU_QUERY = "uuid,name,memory.total,driver_version,power.limit,mig.mode.current";
const MIB = 1024 ** 2;

/** A whole GPU, and whether it is split into slices. */
export interface WholeGpu extends Gpu {
  split: boolean;
}

/** Reads `nvidia-smi --query-gpu=GPU_QUERY --format=csv,noheader,nounits`. */
export function parseGpus(csv: string): WholeGpu[] {
  return csv
    .split("\n")
    .map((line) => line.split(",").map((field) => field.trim()))
    .filter((fields) => fields.length === 6 && fields[0]?.startsWith("GPU-"))
    .map(([uuid = "", name = "", memoryMib, driver = "", power, mig]) => ({
      uuid,
      name,
      memoryBytes: (numberOf(memoryMib) ?? 0) * MIB,
      driver,
      powerLimitW: numberOf(power),
      mig: null,
      split: mig === "Enabled",
    }));
}

/** A number, or null for `[N/A]`, `[Not Supported]`, `[Insufficient Permissions]` and the like. */
export function numberOf(field: string | undefined): number | null {
  if (!field || !/^\d+(\.\d+)?$/.test(field)) return null;
  return Number(field);
}

/** A MIG slice as `nvidia-smi -L` lists it below its GPU. */
export interface ListedSlice {
  uuid: string;
  parentUuid: string;
  profile: string;
  device: number;
}

/** Reads `nvidia-smi -L`: the one place where slices have UUIDs. */
export function parseSlices(listing: string): ListedSlice[] {
  const slices: ListedSlice[] = [];
  let parentUuid = "";
  for (const line of listing.split("\n")) {
    const gpu = /^GPU \d+: .*\(UUID: (GPU-[^)]+)\)/.exec(line);
    if (gpu) parentUuid = gpu[1] ?? "";
    const slice = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/.exec(line);
    if (slice) {
      slices.push({ uuid: slice[3] ?? "", parentUuid, profile: slice[1] ?? "", device: Number(slice[2]) });
    }
  }
  return slices;
}

/** Memory of one slice, in bytes. */
export interface SliceMemory {
  parentUuid: string;
  device: number;
  totalBytes: number;
  usedBytes: number;
}

/** Reads the slices' memory out of `nvidia-smi -q`: no other query of this tool has it. */
export function parseSliceMemory(report: string): SliceMemory[] {
  return report.split(/^GPU [0-9A-F]{8}:/m).flatMap((gpu) => {
    const parentUuid = /^\s+GPU UUID\s+: (GPU-\S+)/m.exec(gpu)?.[1] ?? "";
    return gpu
      .split(/^\s+MIG Device\s*$/m)
      .slice(1)
      .flatMap((slice) => {
        const device = /^\s+Index\s+: (\d+)/m.exec(slice)?.[1];
        const memory = /^\s+(?:Shared )?FB Memory Usage\s*\n\s+Total\s+: (\d+) MiB[\s\S]*?^\s+Used\s+: (\d+) MiB/m.exec(
          slice,
        );
        if (!device || !memory) return [];
        const [, total, used] = memory;
        return [{ parentUuid, device: Number(device), totalBytes: Number(total) * MIB, usedBytes: Number(used) * MIB }];
      });
  });
}

/** What a run may get: whole GPUs, and in the place of a split one its slices. */
export function withSlices(
  whole: readonly WholeGpu[],
  slices: readonly ListedSlice[],
  memory: readonly SliceMemory[],
): Gpu[] {
  return whole.flatMap(({ split, ...gpu }): Gpu[] => {
    if (!split) return [gpu];
    return slices
      .filter(({ parentUuid }) => parentUuid === gpu.uuid)
      .map(({ uuid, profile, device }) => ({
        ...gpu,
        uuid,
        name: `${gpu.name} MIG ${profile}`,
        memoryBytes: memory.find((one) => one.parentUuid === gpu.uuid && one.device === device)?.totalBytes ?? 0,
        mig: { parentUuid: gpu.uuid, device },
      }));
  });
}
