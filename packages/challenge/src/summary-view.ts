import { counted } from "./score-arrays.ts";
import { coarseBytes, coarseDistanceMm, coarseScore, coarseTimeMs } from "./visibility.ts";

/** An evaluation's summary: means over structures of the means over counted cases. */
export interface SummaryView {
  meanDice: number | null;
  meanNsd: number | null;
  medianMs: number | null;
  medianPeakMemoryBytes: number | null;
  failedCases: number;
  caseCount: number;
  structures: readonly {
    label: number;
    name: string;
    cases: number;
    dice: number | null;
    nsd: number | null;
    hd95Mm: number | null;
  }[];
  /** Rounded, since the phase is hidden and open. */
  rounded: boolean;
}

interface SummaryRow {
  meanDice: number | null;
  meanNsd: number | null;
  medianMs: number | null;
  medianPeakMemoryBytes: bigint | null;
  failedCases: number;
  caseCount: number;
  labels: number[];
  counts: number[];
  dice: number[];
  nsd: number[];
  hd95Mm: number[];
}

/** A summary row as a viewer may see it; `open` says whether single cases may be seen, so that nothing needs rounding. */
export function toSummaryView(row: SummaryRow, names: ReadonlyMap<number, string>, open: boolean): SummaryView {
  const score = open ? (v: number | null) => v : coarseScore;
  const peak = row.medianPeakMemoryBytes === null ? null : Number(row.medianPeakMemoryBytes);
  return {
    meanDice: score(row.meanDice),
    meanNsd: score(row.meanNsd),
    medianMs: open ? row.medianMs : coarseTimeMs(row.medianMs),
    medianPeakMemoryBytes: open ? peak : coarseBytes(peak),
    failedCases: row.failedCases,
    caseCount: row.caseCount,
    structures: row.labels.map((label, i) => ({
      label,
      name: names.get(label) ?? `label ${label}`,
      cases: row.counts[i] ?? 0,
      dice: score(counted(row.dice[i])),
      nsd: score(counted(row.nsd[i])),
      hd95Mm: open ? counted(row.hd95Mm[i]) : coarseDistanceMm(counted(row.hd95Mm[i])),
    })),
    rounded: !open,
  };
}
