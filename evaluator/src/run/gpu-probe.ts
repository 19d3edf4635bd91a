/** A GPU that a run may get: a whole one, or a MIG slice of one that is split. */
export interface Gpu {
  /** What engines take as its name: `GPU-…` or `MIG-…`. */
  uuid: string;
  /** The product's name, and the profile of a slice: `NVIDIA H100 80GB HBM3 MIG 3g.40gb`. */
  name: string;
  memoryBytes: number;
  driver: string;
  /** Of the whole GPU; null where the driver does not say. */
  powerLimitW: number | null;
  /** For a slice: the GPU that it is cut from, and its number there. */
  mig: { parentUuid: string; device: number } | null;
}

/** What one GPU uses at one instant of the host's monotonic clock (`performance.now()`). */
export interface GpuReading {
  uuid: string;
  atMs: number;
  usedBytes: number;
  /** Null where the driver does not say, and for slices, which have no power meter of their own. */
  powerW: number | null;
}

/** Readings that go on until stopped. */
export interface GpuWatch {
  /** The first reading of each GPU, from before the run. */
  idle: readonly GpuReading[];
  /** Ends the readings and gives back all of them, oldest first. */
  stop(): Promise<readonly GpuReading[]>;
}

/** The GPUs of the machine that the engine runs on. */
export interface GpuProbe {
  /** @throws EngineFault when there is no driver to ask */
  list(): Promise<readonly Gpu[]>;
  /** Processes on these GPUs, by their ids; slices of one GPU cannot be told apart and are left out. */
  processes(gpus: readonly Gpu[]): Promise<readonly number[]>;
  /** Begins to read, and resolves with the first readings. */
  watch(gpus: readonly Gpu[]): Promise<GpuWatch>;
}
