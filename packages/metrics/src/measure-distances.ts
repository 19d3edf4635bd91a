import { PREDICTION, REFERENCE } from "./bit-grid.ts";
import type { DistanceTask } from "./distance-task.ts";
import { createFarSearch, searchFar, searchFromBox } from "./far-search.ts";
import type { ShellKernel } from "./kernel-memory.ts";
import { measureNear } from "./measure-near.ts";
import { neighbourCode } from "./neighbour-code.ts";
import { transformDistances } from "./transform-distances.ts";

/**
 * Counts, for every point of one surface, the exact Euclidean distance to the nearest point of the other, which must not be
 * empty. Squared distances are summed as (x² + y²) + z² in float64, the order of SciPy's distance transform, so that
 * `distance <= tolerance` falls as it does there.
 * @param fromBox whether rows outside the box of the other surface begin their search at the box.
 */
export function measureDistances(task: DistanceTask, kernel: ShellKernel, fromBox: boolean): void {
  task.far.count = 0;
  measureNear(task, kernel, fromBox);
  if (task.far.count > 0) measureFar(task);
}

/** A search costs some 1 µs a point, the transform some 25 ns a corner of the box; measured on one core. */
const CORNERS_PER_SEARCH = 40;

function measureFar(task: DistanceTask): void {
  const { grid, far, histogram, spacingMm, kind, classOfCode } = task;
  const { width, cornersY, cornersZ } = grid;
  const reference = task.from === REFERENCE;
  const mask = reference ? grid.referenceMask : grid.predictionMask;
  const other = reference ? grid.predictionSurface : grid.referenceSurface;
  const count = (squaredMm: number, y: number, z: number, k: number, bit: number) => {
    const code = kind === "surfels" ? neighbourCode(grid, mask, y, z, k, bit) : 0;
    const cell = histogram.slotOf(squaredMm) * histogram.classes + (classOfCode[code] ?? 0);
    histogram.counts[cell] = (histogram.counts[cell] ?? 0) + 1;
  };
  const words = cornersY * cornersZ * width;
  if (far.count * CORNERS_PER_SEARCH > words * 32) {
    transformDistances(grid, far.bits, other, spacingMm, count);
  } else {
    const search = createFarSearch(grid, other, task.from === REFERENCE ? PREDICTION : REFERENCE, spacingMm);
    for (let word = far.first; word <= far.last; word++) {
      for (let bits = far.bits[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const bit = 31 - Math.clz32(bits & -bits);
        const row = Math.floor(word / width);
        const z = Math.floor(row / cornersY);
        const point = word * 32 + bit;
        let squared = searchFromBox(search, task.offsets, point);
        if (squared < 0) squared = searchFar(search, point);
        count(squared, row - z * cornersY, z, word - row * width, bit);
      }
    }
  }
  far.bits.fill(0, far.first, far.last + 1);
}
