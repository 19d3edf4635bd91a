import { medianMs, peakBytes } from "./median.ts";
import { CROPPED, PLAIN } from "./peers.ts";
import { ORDINARY, type Result } from "./scoring.ts";

export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly wanted: string;
  readonly met: boolean;
}

/** What scoring is to reach, and what these results say of it; goals that they say nothing of are left out. */
export function goalsOf(results: readonly Result[]): Goal[] {
  const find = (workload: string) => results.find((result) => result.workload === workload);
  const goals: Goal[] = [];
  const atLeast = (goal: string, measured: number | undefined, least: number) => {
    if (measured !== undefined)
      goals.push({ goal, measured: round(measured), wanted: `at least ${least}`, met: measured >= least });
  };
  const atMost = (goal: string, measured: number | undefined, most: number) => {
    if (measured !== undefined)
      goals.push({ goal, measured: round(measured), wanted: `at most ${most}`, met: measured <= most });
  };
  const faster = (workload: string, peer: string) => {
    const result = find(workload);
    const runs = result?.peers[peer];
    return result === undefined || runs === undefined ? undefined : medianMs(runs) / medianMs(result.ours);
  };
  const ordinary = find(ORDINARY);
  const longer = (workload: string) => {
    const result = find(workload);
    return result === undefined ? undefined : medianMs(result.ours) / medianMs(result.ordinary);
  };
  const worst = results.flatMap(({ worstDifference }) => Object.values(worstDifference));

  atLeast(`${ORDINARY}: times faster than surface-distance as it is`, faster(ORDINARY, PLAIN), 25);
  atLeast(`${ORDINARY}: times faster than its cropped two-process form`, faster(ORDINARY, CROPPED), 12);
  atMost(`${ORDINARY}: peak memory, MB`, ordinary && peakBytes(ordinary.ours) / 1e6, 350);
  atLeast("small-59: times faster than surface-distance as it is", faster("small-59", PLAIN), 6);
  atLeast("large-3: times faster than surface-distance as it is", faster("large-3", PLAIN), 4);
  atMost("abdomen-100: times the time of 25 structures", longer("abdomen-100"), 2);
  atMost("noise-crossed: times the ordinary time", longer("noise-crossed"), 20);
  atMost("noise-disjoint: times the ordinary time", longer("noise-disjoint"), 20);
  if (worst.length > 0) atMost("largest difference of values (relative above 1)", Math.max(...worst), 1e-9);
  return goals;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
