import type { Definition, Sandbox, Stage } from "@bodymark/contracts";
import type { EvaluationOptions } from "./types.ts";

/** What the steps of one evaluation share. */
export interface EvaluationContext {
  options: EvaluationOptions;
  sandbox: Sandbox;
  diskQuota: boolean;
  cpuset: string | null;
  definition: Definition;
  say(ordinal: number | null, stage: Stage, message: string): Promise<void>;
}
