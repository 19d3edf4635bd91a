import type { Readable } from "node:stream";
import type { Limits, RunFailure, Sandbox } from "@bodymark/contracts";
import type { EngineProbe } from "./probe.ts";

/** An image in the engine: `id` is its `sha256:…` id, the only name it is run by. */
export interface LoadedImage {
  id: string;
  sizeBytes: number;
}

/** An image that this executor loaded, or was told to keep. */
export interface KeptImage extends LoadedImage {
  lastUsedAt: Date;
}

/** What of an image's configuration a run needs; tags, health checks and stop signals are never used. */
export interface ImageConfig {
  entrypoint: readonly string[];
  cmd: readonly string[];
  workingDir: string;
  user: string;
  env: readonly string[];
  /** Declared VOLUMEs: each is covered by a size-limited mount, since it would escape the disk limit. */
  volumes: readonly string[];
}

/** What the engine says of an image that it has. */
export interface FoundImage extends LoadedImage {
  config: ImageConfig;
  /** Operating system and architecture, for example `linux/amd64`. */
  platform: string;
}

/** The process to start. `entrypoint: null` keeps the image's own; `cmd: null` too. */
export interface CommandPlan {
  entrypoint: readonly string[] | null;
  cmd: readonly string[] | null;
  /** Null keeps the image's own working directory. */
  workingDir: string | null;
}

/** A file put into the container before the clock starts. */
export interface InputFile {
  /** Absolute path inside the container. */
  containerPath: string;
  source: { hostPath: string } | { bytes: Uint8Array };
}

/** One run of one container over one case. */
export interface CaseRequest {
  image: LoadedImage;
  config: ImageConfig;
  command: CommandPlan;
  inputs: readonly InputFile[];
  /** Folders that hold the inputs; emptied first, so that nothing baked into the image shines through. */
  inputFolders: readonly string[];
  /** Inputs cannot be written (profile `strict`). */
  inputsReadOnly: boolean;
  /** Folders that start empty and writable by whatever user the image has. */
  outputFolders: readonly string[];
  limits: Limits;
  /** Cores to pin to, as the engine numbers them; null leaves the engine's choice. */
  cpuset: string | null;
  /** GPUs or MIG slices of this run alone, by UUID. */
  gpus: readonly string[];
  sandbox: Sandbox;
  /** Limit the container's own layer to `limits.diskBytes`; an engine that cannot refuses such a container. */
  diskQuota: boolean;
  labels: Readonly<Record<string, string>>;
  /** Hand over what the container printed; else nobody reads more of it than tells one failure from another. */
  keepLog?: boolean;
}

/** What the engine and the host's clocks say about one run that came to an end, whatever the end. */
export interface RunOutcome {
  exitCode: number;
  /** FinishedAt − StartedAt as the engine has them, checked against the host's monotonic clock. */
  elapsedMs: number;
  clockAdjusted: boolean;
  /** The end on the host's monotonic clock (`performance.now()`). */
  endedAtMs: number;
  /** On the same clock: when the container was there, its inputs in it. */
  createdAtMs: number;
  /** What the image did wrong, or null when its command ended well. */
  failure: RunFailure | null;
  cpuMs: number | null;
  /** Peak of resident memory without page cache, shared memory included. */
  peakMemoryBytes: number | null;
  /** The last of what it printed, at most 1 MiB; null unless asked for. */
  log: Uint8Array | null;
  /** Host clock around the run: everything outside `elapsedMs`, in milliseconds. */
  overheadMs: { prepare: number; start: number; collect: number };
}

/** Opens a path of the ended container as a tar stream; null when there is nothing at that path. */
export type OpenOutput = (containerPath: string) => Promise<Readable | null>;

/** A container that is ready to start, once. Whoever has it removes it, whatever happens. */
export interface PreparedCase {
  /**
   * Runs it to its end and lets `collect` read its files. A run that fails after its start is handed to `collect` too,
   * with its failure.
   */
  run<Collected>(collect: (outcome: RunOutcome, open: OpenOutput) => Promise<Collected>): Promise<Collected>;
  /** Removes the container and all that was made for it, started or not; a second call waits for the first. */
  remove(): Promise<void>;
}

/**
 * Runs images that nobody trusts. The one adapter is `docker/`, for Docker and Podman; `test/executor-contract.ts` says what every adapter does.
 * Methods throw `RunFailure` for what the image did and `EngineFault` for what the engine did.
 */
export interface Executor {
  /** Finds out, with a container of its own, which controls the engine really has. */
  probe(signal: AbortSignal): Promise<EngineProbe>;
  /** Resolves when the engine answers; for probes. */
  check(): Promise<void>;
  /** Loads an accepted archive, strips the tags it brought, and returns the image that acceptance found in it. */
  load(archivePath: string, imageId: string, signal: AbortSignal): Promise<LoadedImage>;
  /** An image by id or name; null if the engine has none. */
  findImage(nameOrId: string): Promise<FoundImage | null>;
  /** Which of these absolute paths the image has, as files or links. */
  filesIn(imageId: string, paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes that an image is used now; `load` does so itself. */
  keepImage(id: string): Promise<void>;
  keptImages(): Promise<readonly KeptImage[]>;
  /** Gives up an image that it keeps. One that a container uses, or that somebody else has a name for, stays. */
  removeImage(id: string): Promise<void>;
  /** Makes a container for one case ready to start. What it may cost beside a timed run, the caller sees to. */
  prepareCase(request: CaseRequest, signal: AbortSignal): Promise<PreparedCase>;
  /** Removes containers and volumes that carry all these labels, the leftovers of runs that died; says how many. */
  reap(labels: Readonly<Record<string, string>>): Promise<number>;
  close(): Promise<void>;
}
