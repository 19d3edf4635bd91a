import type { BitGrid, PREDICTION, REFERENCE } from "./bit-grid.ts";
import type { DistanceHistogram } from "./distance-histogram.ts";
import type { FarPoints } from "./far-points.ts";
import type { SurfaceKind } from "./find-surfaces.ts";
import type { Box } from "./label-runs.ts";
import type { RowOffsets } from "./row-offsets.ts";
import type { ShellLists } from "./shell-lists.ts";

/** The distances of one surface to the other are to be counted. */
export interface DistanceTask {
  readonly grid: BitGrid;
  readonly from: typeof REFERENCE | typeof PREDICTION;
  readonly kind: SurfaceKind;
  readonly spacingMm: readonly [number, number, number];
  readonly offsets: RowOffsets;
  /** Area class of each neighbour code. */
  readonly classOfCode: Uint8Array;
  readonly histogram: DistanceHistogram;
  readonly far: FarPoints;
  readonly shells: ShellLists;
  /** A box in corners of the grid that holds the other surface. */
  readonly otherBox: Box;
}
