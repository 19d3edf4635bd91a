import type { Definition, Sandbox, Stage } from "@bodymark/contracts";
import type { ScoringThreads } from "@bodymark/scoring";
import type { Gpu, GpuProbe } from "../run/gpu-probe.ts";
import type { Lookahead } from "./lookahead.ts";
import type { EvaluationOptions } from "./types.ts";

/** What the steps of one evaluation share. */
export interface EvaluationContext {
  options: EvaluationOptions;
  /** Containers that are made before their turn. */
  lookahead: Lookahead;
  sandbox: Sandbox;
  diskQuota: boolean;
  cpuset: string | null;
  /** What each run gets; empty in phases without GPU. */
  gpus: readonly Gpu[];
  gpuProbe: GpuProbe;
  definition: Definition;
  /** Scores beside this thread, which renews leases and hears cancellations meanwhile. */
  scoring: ScoringThreads;
  /** Writes a step of now into the journal. */
  say(ordinal: number | null, stage: Stage, message: string): Promise<void>;
}
