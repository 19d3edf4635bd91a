import { z } from "zod";
import type { Limits } from "./profiles.ts";

/**
 * What came of a container whose use is counted. `warm-up`: its end is not looked at. `platform-fault`: the engine, the
 * worker or its machine failed; nobody's quota is charged, and the hours are spent.
 */
export const USE_OUTCOMES = ["warm-up", "ok", "failed", "cancelled", "platform-fault"] as const;
export const useOutcomeSchema = z.enum(USE_OUTCOMES);
export type UseOutcome = z.infer<typeof useOutcomeSchema>;

/** What one container used, from its start to its end. */
export interface ContainerUse {
  readonly outcome: UseOutcome;
  readonly containerMs: number;
  /** GPUs, or MIG slices, that it held. */
  readonly gpus: number;
  /** Cores that were reserved for it. */
  readonly cores: number;
  /** CPU time that the engine measured; null where it could not be read. */
  readonly cpuMs: number | null;
}

/** GPUs that a phase's containers hold at least; `all` of an unknown machine counts as one. */
export function leastGpus({ gpus }: Pick<Limits, "gpus">): number {
  if (gpus === "none") return 0;
  return /^\d+$/.test(gpus) ? Number(gpus) : 1;
}

export const BUDGET_UNITS = ["gpu-hours", "core-hours", "money"] as const;
export const budgetUnitSchema = z.enum(BUDGET_UNITS);
export type BudgetUnit = z.infer<typeof budgetUnitSchema>;
