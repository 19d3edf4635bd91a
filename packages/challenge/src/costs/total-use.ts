import type { UseOutcome } from "@bodymark/contracts";
import { NO_USE, type UseByOutcome, type UseFigures, type UseRow } from "./use-figures.ts";

const HOUR_MS = 3_600_000;

/** The use of a challenge, divided in the ways that its organizers pay for it. */
export interface UseTotals {
  total: UseByOutcome;
  /** Of evaluations that organizers asked for again; part of the total and of phases, no team's. */
  reruns: UseByOutcome;
  /** By phase, re-runs included. */
  phases: ReadonlyMap<string, UseByOutcome>;
  /** By team, without re-runs. */
  teams: ReadonlyMap<string, UseByOutcome>;
}

/** Adds up sums of the ledger. A phase or team that is not in the result has used nothing. */
export function totalUse(rows: readonly UseRow[]): UseTotals {
  const [total, reruns] = [newSum(), newSum()];
  const phases = new Map<string, Sum>();
  const teams = new Map<string, Sum>();
  for (const row of rows) {
    const sums = [total, sumOf(phases, row.phaseId), row.rerun ? reruns : sumOf(teams, row.teamId)];
    for (const sum of sums) add(sum, row);
  }
  return { total, reruns, phases, teams };
}

interface Sum extends UseFigures {
  outcomes: Record<UseOutcome, UseFigures>;
}

function newSum(): Sum {
  const none = () => ({ ...NO_USE });
  return {
    ...NO_USE,
    outcomes: { "warm-up": none(), ok: none(), failed: none(), cancelled: none(), "platform-fault": none() },
  };
}

function sumOf(sums: Map<string, Sum>, key: string): Sum {
  const known = sums.get(key) ?? newSum();
  sums.set(key, known);
  return known;
}

function add(sum: Sum, row: UseRow): void {
  for (const figures of [sum, sum.outcomes[row.outcome]]) {
    figures.runs += row.runs;
    figures.containerHours += row.containerMs / HOUR_MS;
    figures.gpuHours += row.gpuMs / HOUR_MS;
    figures.coreHours += row.coreMs / HOUR_MS;
    figures.cpuHours += row.cpuMs / HOUR_MS;
    figures.cpuUnread += row.cpuUnread;
  }
}
