/** ONNX Runtime 1.29 and later report usage to its maker unless this is set before the library is loaded. */
process.env.ORT_DISABLE_TELEMETRY = "1";

/** Loads ONNX Runtime with its telemetry off. */
export async function loadRuntime(): Promise<typeof import("onnxruntime-node")> {
  return await import("onnxruntime-node");
}
