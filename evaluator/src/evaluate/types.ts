import type {
  CaseResult,
  CaseState,
  ContainerUse,
  Definition,
  Environment,
  Limits,
  Profile,
  Sandbox,
  Scorer,
  Slugs,
  Stage,
  StructuresFile,
  Summary,
} from "@bodymark/contracts";
import type { CommandPlan, Executor, ImageConfig, LoadedImage } from "../run/executor.ts";
import type { GpuProbe } from "../run/gpu-probe.ts";

/** One case of an evaluation. `ordinal` is its place, from 1; files are on the evaluator's disk. */
export interface EvaluationCase {
  case: string;
  ordinal: number;
  imagePath: string;
  labelPath: string;
  /** Labels of structures that nobody annotated in this case: never scored. */
  notAnnotated?: readonly number[];
  /** Whether its time counts (absent: yes); a case whose time does not is run once, whatever the repeats are. */
  timed?: boolean;
}

/** An image that acceptance let pass and the engine has. */
export interface RunnableImage extends LoadedImage {
  config: ImageConfig;
  command: CommandPlan;
}

/** What happens in an evaluation, as it happens. Handlers are awaited: a result is stored before the next case starts. */
export type EvaluationEvent =
  | { kind: "environment"; environment: Environment }
  | { kind: "warm-up"; ordinal: number }
  | { kind: "case"; ordinal: number; state: CaseState }
  | { kind: "result"; result: CaseResult; predictionPath: string | null; log: Uint8Array | null }
  /** Lines of a run are told together after it, not during it. */
  | { kind: "journal"; lines: readonly JournalStep[] };

/** A step of an evaluation; `atMs` on the host's monotonic clock (`performance.now()`). */
export interface JournalStep {
  ordinal: number | null;
  stage: Stage;
  message: string;
  atMs: number;
}

export interface EvaluationOptions {
  executor: Executor;
  image: RunnableImage;
  cases: readonly EvaluationCase[];
  structures: StructuresFile;
  profile: Profile;
  /** The submission's own numbering: its label → the challenge's. */
  labelMap?: Readonly<Record<string, number>>;
  limits: Limits;
  /** Interface slugs of the `grand-challenge` profile. */
  slugs?: Slugs;
  /** Finds the GPUs that `limits.gpus` asks for; by default with nvidia-smi. */
  gpuProbe?: GpuProbe;
  definition?: Definition;
  /** `auto` takes `userns` where the engine has it. */
  sandbox: Sandbox | "auto";
  /** Refuse to run (`EngineFault`) where a control is missing: workers do, the command line warns. */
  refuseMissingControls?: boolean;
  /** Run and discard one container first (default). A pause in the middle of an evaluation needs another one. */
  warmUp?: boolean;
  /** Where checked predictions stay, as `<case>.nii.gz`; without it they are removed once scored. */
  predictionsDir?: string;
  /** A folder of this evaluation's own for temporary files; emptied at the end. */
  workDir: string;
  /** Labels on everything made in the engine, for reconciliation. */
  labels: Readonly<Record<string, string>>;
  /** Results of an earlier attempt: these cases are not run again. */
  done?: readonly CaseResult[];
  /** Keep what each case's container printed, for its result. Only where every case is public: it may tell all of them. */
  keepLogs?: boolean;
  /** Brings a case's files to their paths and keeps them there until the function it gives is called; else they are there. */
  holdCase?(one: EvaluationCase): Promise<() => Promise<void>>;
  signal: AbortSignal;
  /** Told what each container used as it ends, whatever its end, warm-up and broken-off runs too. Must not take long. */
  onUse?(use: ContainerUse): void;
  on(event: EvaluationEvent): void | Promise<void>;
}

export interface EvaluationOutcome {
  environment: Environment;
  scorer: Scorer;
  /** In ordinal order, whatever the order of running. */
  cases: readonly CaseResult[];
  summary: Summary;
}
