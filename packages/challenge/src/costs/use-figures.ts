import type { UseOutcome } from "@bodymark/contracts";

/** What containers used, added up. Hours are whole containers', from start to end: warm-ups and repeats too. */
export interface UseFigures {
  /** Containers. */
  runs: number;
  containerHours: number;
  /** Hours of containers times the GPUs that each held. */
  gpuHours: number;
  /** Hours of containers times the cores reserved for each. */
  coreHours: number;
  /** CPU time that the engine measured. */
  cpuHours: number;
  /** Containers whose CPU time could not be read: `cpuHours` lacks theirs. */
  cpuUnread: number;
}

/** What containers used in all, and of it, by what came of them. */
export interface UseByOutcome extends UseFigures {
  outcomes: Readonly<Record<UseOutcome, UseFigures>>;
}

/** A sum of the ledger `RunUse`, in its units. */
export interface UseRow {
  phaseId: string;
  teamId: string;
  rerun: boolean;
  outcome: UseOutcome;
  runs: number;
  containerMs: number;
  gpuMs: number;
  coreMs: number;
  cpuMs: number;
  cpuUnread: number;
}

export const NO_USE: Readonly<UseFigures> = {
  ...{ runs: 0, containerHours: 0, gpuHours: 0 },
  ...{ coreHours: 0, cpuHours: 0, cpuUnread: 0 },
};
