import { countOverlap, drawRuns, PREDICTION, REFERENCE } from "./bit-grid.ts";
import { DistanceHistogram } from "./distance-histogram.ts";
import type { DistanceTask } from "./distance-task.ts";
import { createFarPoints, type FarPoints } from "./far-points.ts";
import { findSurfaces, type SurfaceKind } from "./find-surfaces.ts";
import { ShellKernel } from "./kernel-memory.ts";
import { type Box, extentOf, type LabelExtent, type LabelRuns } from "./label-runs.ts";
import { measureDistances } from "./measure-distances.ts";
import { createRowOffsets, type RowOffsets } from "./row-offsets.ts";
import { ShellLists } from "./shell-lists.ts";
import { surfelAreas } from "./surfel-areas.ts";

type Triple = readonly [number, number, number];

/** Distances of all points of one surface to the other, with the area that each counts for. */
export interface SurfaceDistances {
  /** Distinct distances in mm, ascending. */
  readonly distancesMm: Float64Array;
  /** Area of each class in mm² (1 for boundary voxels), ascending. */
  readonly classAreas: Float64Array;
  /** How many points have distance i and area class j: `counts[i · classes + j]`. */
  readonly counts: Uint32Array;
}

export interface StructureMeasures {
  readonly referenceVoxels: number;
  readonly predictionVoxels: number;
  readonly overlapVoxels: number;
  /** Null where one of the two has no voxel, or where distances were not asked for. */
  readonly referenceToPrediction: SurfaceDistances | null;
  readonly predictionToReference: SurfaceDistances | null;
}

export interface MeasureOptions {
  readonly surface: SurfaceKind;
  /** False leaves the distances out (overlap alone is asked for); `surfaces-only` ends before them, for benchmarks. */
  readonly distances: boolean | "surfaces-only";
  /** Slices that count, both ends included; default all. */
  readonly zRange?: readonly [number, number];
}

/** Fewer runs of a structure are measured in milliseconds either way. */
const DENSE_RUNS = 20_000;

/** Measures structures of one pair of volumes after another; keeps its scratch memory and tables between them. */
export class StructureMeasurer {
  readonly #spacingMm: Triple;
  readonly #offsets: RowOffsets;
  readonly #surfels: { classOfCode: Uint8Array; areas: Float64Array };
  readonly #far: FarPoints = createFarPoints();
  readonly #shells: ShellLists;
  readonly #kernel = new ShellKernel();
  readonly #denseRuns: number;

  /**
   * @param spacingMm voxel size along x, y, z in mm.
   * @param denseRuns fewer runs are no noise; 0 measures everything as noise. For tests.
   */
  constructor(spacingMm: Triple, denseRuns = DENSE_RUNS) {
    if (!spacingMm.every((size) => size > 0 && Number.isFinite(size))) {
      throw new RangeError(`spacing ${spacingMm.join("×")} is not positive`);
    }
    this.#spacingMm = spacingMm;
    this.#offsets = createRowOffsets(spacingMm);
    this.#shells = new ShellLists(spacingMm);
    this.#denseRuns = denseRuns;
    this.#surfels = areaClasses(surfelAreas(spacingMm));
  }

  measure(reference: LabelRuns, prediction: LabelRuns, label: number, options: MeasureOptions): StructureMeasures {
    const range = options.zRange ?? [0, Number.POSITIVE_INFINITY];
    const inReference = extentOf(reference, label);
    const inPrediction = extentOf(prediction, label);
    const tight = unionBox([inReference, inPrediction], range);
    if (tight === null) return measuresOf(0, 0, 0);
    // Bit planes are read in whole words.
    const inPlanes = reference.planes !== null || prediction.planes !== null;
    const box = inPlanes ? { ...tight, x0: tight.x0 & ~31 } : tight;
    const kernel = this.#kernel;
    const { grid } = kernel;
    kernel.open(box, this.#surfels.areas.length);
    const dense = this.#isDense(inReference, inPrediction, box);
    try {
      const referenceVoxels = inReference ? drawRuns(grid, REFERENCE, reference, inReference, range) : 0;
      const predictionVoxels = inPrediction ? drawRuns(grid, PREDICTION, prediction, inPrediction, range) : 0;
      if (referenceVoxels === 0 || predictionVoxels === 0) return measuresOf(referenceVoxels, predictionVoxels, 0);
      const overlap = countOverlap(grid);
      if (!options.distances) return measuresOf(referenceVoxels, predictionVoxels, overlap);
      findSurfaces(grid, options.surface);
      if (options.distances === "surfaces-only") return measuresOf(referenceVoxels, predictionVoxels, overlap);
      return {
        ...measuresOf(referenceVoxels, predictionVoxels, overlap),
        referenceToPrediction: this.#distances(REFERENCE, options.surface, cornerBox(box, inPrediction), dense),
        predictionToReference: this.#distances(PREDICTION, options.surface, cornerBox(box, inReference), dense),
      };
    } finally {
      kernel.close(inPlanes);
    }
  }

  /** Whether a structure is noise rather than a body: for each word of its box a run or nearly so. */
  #isDense(reference: LabelExtent | undefined, prediction: LabelExtent | undefined, box: Box): boolean {
    const runs = [reference, prediction].map((extent) => (extent === undefined ? 0 : extent.endRun - extent.firstRun));
    const words = (((box.x1 - box.x0) >> 5) + 1) * (box.y1 - box.y0 + 1) * (box.z1 - box.z0 + 1);
    return Math.max(...runs) >= (this.#denseRuns === 0 ? 0 : Math.max(this.#denseRuns, words / 4));
  }

  #distances(from: typeof REFERENCE | typeof PREDICTION, kind: SurfaceKind, otherBox: Box, dense: boolean) {
    const { classOfCode, areas } =
      kind === "surfels" ? this.#surfels : { classOfCode: new Uint8Array(256), areas: Float64Array.of(1) };
    const histogram = new DistanceHistogram(areas.length);
    const task: DistanceTask = {
      grid: this.#kernel.grid,
      from,
      kind,
      spacingMm: this.#spacingMm,
      offsets: this.#offsets,
      classOfCode,
      histogram,
      far: this.#far,
      shells: this.#shells,
      otherBox,
    };
    measureDistances(task, this.#kernel, dense);
    return sortHistogram(histogram, areas);
  }
}

/** The corners of a label's voxels, within the grid of a box. */
function cornerBox(grid: Box, extent: LabelExtent | undefined): Box {
  const own = extent?.box ?? grid;
  const corners = (first: number, last: number, from: number, to: number) =>
    [Math.max(first, from) - from, Math.min(last, to) - from + 1] as const;
  const [x0, x1] = corners(own.x0, own.x1, grid.x0, grid.x1);
  const [y0, y1] = corners(own.y0, own.y1, grid.y0, grid.y1);
  const [z0, z1] = corners(own.z0, own.z1, grid.z0, grid.z1);
  return { x0, x1, y0, y1, z0, z1 };
}

function measuresOf(referenceVoxels: number, predictionVoxels: number, overlapVoxels: number): StructureMeasures {
  return { referenceVoxels, predictionVoxels, overlapVoxels, referenceToPrediction: null, predictionToReference: null };
}

/** Numbers the distinct areas in ascending order. */
function areaClasses(areaOfCode: Float64Array): { classOfCode: Uint8Array; areas: Float64Array } {
  const areas = Float64Array.from(new Set(areaOfCode)).sort();
  return { classOfCode: Uint8Array.from(areaOfCode, (area) => areas.indexOf(area)), areas };
}

function unionBox(extents: readonly (LabelExtent | undefined)[], zRange: readonly [number, number]): Box | null {
  let box: Box | null = null;
  for (const extent of extents) {
    if (extent === undefined) continue;
    const z0 = Math.max(extent.box.z0, zRange[0]);
    const z1 = Math.min(extent.box.z1, zRange[1]);
    if (z0 > z1) continue;
    const { x0, x1, y0, y1 } = extent.box;
    box =
      box === null
        ? { x0, x1, y0, y1, z0, z1 }
        : {
            x0: Math.min(box.x0, x0),
            x1: Math.max(box.x1, x1),
            y0: Math.min(box.y0, y0),
            y1: Math.max(box.y1, y1),
            z0: Math.min(box.z0, z0),
            z1: Math.max(box.z1, z1),
          };
  }
  return box;
}

function sortHistogram(histogram: DistanceHistogram, classAreas: Float64Array): SurfaceDistances {
  const { classes, slots, squaredMm } = histogram;
  const order = Array.from({ length: slots }, (_, slot) => slot).sort(
    (a, b) => (squaredMm[a] ?? 0) - (squaredMm[b] ?? 0),
  );
  const counts = new Uint32Array(slots * classes);
  for (const [place, slot] of order.entries()) {
    counts.set(histogram.counts.subarray(slot * classes, (slot + 1) * classes), place * classes);
  }
  return { distancesMm: Float64Array.from(order, (slot) => Math.sqrt(squaredMm[slot] ?? 0)), classAreas, counts };
}
