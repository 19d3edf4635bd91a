/** One GPU of the evaluator's machine. */
export interface Gpu {
  uuid: string;
  name: string;
  memoryBytes: number;
  driver: string;
  powerLimitW: number | null;
}

/** Finds the GPUs that a run may ask for: all, none, or one by UUID. */
export interface GpuProbe {
  /** @throws EngineFault when GPUs are asked for and there are none, or not that one */
  find(gpus: string): Promise<readonly Gpu[]>;
}
