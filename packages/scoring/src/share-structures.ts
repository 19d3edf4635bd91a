import type { Definition, Metric, Structure, StructureScore } from "@bodymark/contracts";
import { extentOf, type LabelRuns, StructureMeasurer, scoreStructure } from "@bodymark/metrics";

/** One case's structures, to be scored by any number of threads: each takes the next one that nobody has taken. */
export interface StructureShare {
  readonly reference: LabelRuns;
  readonly prediction: LabelRuns;
  readonly spacingMm: readonly [number, number, number];
  readonly structures: readonly Structure[];
  readonly definition: Definition;
  readonly metrics: readonly Metric[];
  /** Places of the structures, the dearest first. */
  readonly order: readonly number[];
  /** Shared counter of how many have been taken. */
  readonly taken: Int32Array;
}

export interface ScoredStructure {
  /** Place in the structures file. */
  readonly place: number;
  readonly score: StructureScore;
}

export function createShare(
  reference: LabelRuns,
  prediction: LabelRuns,
  task: Pick<StructureShare, "spacingMm" | "structures" | "definition" | "metrics">,
): StructureShare {
  const { spacingMm, structures, definition, metrics } = task;
  // Runs are a good measure of surface, and so of cost.
  const cost = structures.map(({ label }) => runsOf(reference, label) + runsOf(prediction, label));
  const order = structures.map((_, place) => place).sort((a, b) => (cost[b] ?? 0) - (cost[a] ?? 0));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  return { reference, prediction, spacingMm, structures, definition, metrics, order, taken };
}

/** Scores structures of the share until all are taken. */
export function scoreShare(share: StructureShare): ScoredStructure[] {
  const { reference, prediction, structures, order, taken, spacingMm, definition } = share;
  const measurer = new StructureMeasurer(spacingMm);
  const metrics = new Set(share.metrics);
  const scored: ScoredStructure[] = [];
  for (;;) {
    const place = order[Atomics.add(taken, 0, 1)];
    const structure = place === undefined ? undefined : structures[place];
    if (place === undefined || structure === undefined) return scored;
    const score = scoreStructure(measurer, reference, prediction, structure, { definition, metrics, spacingMm });
    scored.push({ place, score });
  }
}

function runsOf(runs: LabelRuns, label: number): number {
  const extent = extentOf(runs, label);
  return extent === undefined ? 0 : extent.endRun - extent.firstRun;
}
