import { type Limits, leastGpus } from "@bodymark/contracts";
import type { Hours } from "./budget-state.ts";

const HOUR_S = 3_600;

/** An evaluation that has begun and not ended, with what it has used so far. */
export interface Begun extends Hours {
  phaseId: string;
}

/** What is known of a phase's evaluations. */
export interface PhaseUse {
  limits: Pick<Limits, "gpus" | "cpus" | "caseTimeoutS" | "repeats">;
  cases: number;
  /** What its recent evaluations used in the mean; null while none has ended. */
  mean: Hours | null;
}

/**
 * What evaluations that have begun will still use: as much as the phase's recent ones did in the mean, or, while none has
 * ended, the most that its limits let an evaluation use; less what they have used already.
 */
export function expectedUse(begun: readonly Begun[], phases: ReadonlyMap<string, PhaseUse>): Hours {
  const sum: Hours = { gpuHours: 0, coreHours: 0 };
  for (const one of begun) {
    const phase = phases.get(one.phaseId);
    if (!phase) continue;
    const whole = phase.mean ?? mostUse(phase);
    sum.gpuHours += Math.max(0, whole.gpuHours - one.gpuHours);
    sum.coreHours += Math.max(0, whole.coreHours - one.coreHours);
  }
  return sum;
}

/** Every container, the warm-up too, running to the time limit. */
function mostUse({ limits, cases }: PhaseUse): Hours {
  const hours = ((cases * limits.repeats + 1) * limits.caseTimeoutS) / HOUR_S;
  return { gpuHours: hours * leastGpus(limits), coreHours: hours * limits.cpus };
}
