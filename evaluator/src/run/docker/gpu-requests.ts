import type { DeviceRequest } from "dockerode";

/** How an engine hands a GPU to a container: NVIDIA's runtime hook, or a name of the Container Device Interface. */
export type GpuWay = "nvidia" | "cdi";

/** What of an engine's answer to `/info` says how it hands over GPUs. */
export interface GpuInfo {
  Runtimes?: Record<string, unknown>;
  /** Docker 25 and newer, where the interface is switched on. */
  CDISpecDirs?: readonly string[] | null;
  /** Docker 28.2 and newer. */
  DiscoveredDevices?: readonly { Source?: string; ID?: string }[] | null;
}

/**
 * CDI where the engine has seen an NVIDIA device by it, or has it switched on and no NVIDIA runtime; else the runtime
 * hook, which Docker finds by itself when a container asks for it.
 */
export function gpuWay(info: GpuInfo): GpuWay {
  if (info.DiscoveredDevices?.some(({ ID }) => ID?.startsWith("nvidia.com/gpu="))) return "cdi";
  const hook = Object.hasOwn(info.Runtimes ?? {}, "nvidia");
  return !hook && (info.CDISpecDirs?.length ?? 0) > 0 ? "cdi" : "nvidia";
}

/** The engine's device request for GPUs or MIG slices, by UUID. */
export function gpuRequests(uuids: readonly string[], way: GpuWay): DeviceRequest[] {
  if (way === "cdi") return [{ Driver: "cdi", DeviceIDs: uuids.map((uuid) => `nvidia.com/gpu=${uuid}`) }];
  return [{ Driver: "nvidia", DeviceIDs: [...uuids], Capabilities: [["gpu", "compute", "utility"]], Options: {} }];
}
