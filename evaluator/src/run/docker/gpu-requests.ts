import type { DeviceRequest } from "dockerode";

/** The engine's device request for `all` GPUs or one, named by UUID (a whole GPU or a MIG slice). */
export function gpuRequests(gpus: string): DeviceRequest[] {
  const which = gpus === "all" ? { Count: -1 } : { Count: 0, DeviceIDs: [gpus] };
  return [{ Driver: "nvidia", Capabilities: [["gpu", "compute", "utility"]], Options: {}, ...which } as DeviceRequest];
}
