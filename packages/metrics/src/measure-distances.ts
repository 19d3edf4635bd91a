import { type BitGrid, PREDICTION, REFERENCE } from "./bit-grid.ts";
import type { DistanceHistogram } from "./distance-histogram.ts";
import { createFarSearch, searchFar } from "./far-search.ts";
import type { SurfaceKind } from "./find-surfaces.ts";
import type { RowOffsets } from "./row-offsets.ts";

/** Surface points whose nearest partner is too far for the near search; reused between structures. */
export interface FarPoints {
  points: Uint32Array;
  classes: Uint8Array;
  count: number;
}

export function createFarPoints(): FarPoints {
  return { points: new Uint32Array(1024), classes: new Uint8Array(1024), count: 0 };
}

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
}

/**
 * Counts, for every point of one surface, the exact Euclidean distance to the nearest point of the other, which must
 * not be empty. A point that both have is at 0. Else rows are visited in order of their distance, and in each row the
 * nearest set bit is read off the point's word and its neighbours; the search ends when no later row can be nearer.
 * Squared distances are summed as (x² + y²) + z² in float64, the order of SciPy's distance transform, so that
 * `distance <= tolerance` falls as it does there.
 */
export function measureDistances(task: DistanceTask): void {
  const { grid, kind, offsets, classOfCode, histogram, far } = task;
  const { width, cornersY, cornersZ, maskRowsY, cornerRowUsed } = grid;
  const reference = task.from === REFERENCE;
  const mask = reference ? grid.referenceMask : grid.predictionMask;
  const own = reference ? grid.referenceSurface : grid.predictionSurface;
  const other = reference ? grid.predictionSurface : grid.referenceSurface;
  const sx = task.spacingMm[0];
  const { dy, dz, dy2, dz2, squaredMm: rowSquared, limitSquaredMm } = offsets;
  const rowCount = rowSquared.length;
  const classes = histogram.classes;
  const relative = new Int32Array(rowCount);
  for (let i = 0; i < rowCount; i++) relative[i] = ((dz[i] ?? 0) * cornersY + (dy[i] ?? 0)) * width;
  // Slots of near distances by row and |dx|, 0 until first met.
  const nearSlots = new Int32Array(rowCount * 64);
  far.count = 0;

  for (let z = 0; z < cornersZ; z++) {
    for (let y = 0; y < cornersY; y++) {
      const cornerRow = z * cornersY + y;
      if (((cornerRowUsed[cornerRow] ?? 0) & task.from) === 0) continue;
      const start = cornerRow * width;
      const m0 = (z * maskRowsY + y) * width;
      const m1 = m0 + width;
      const m2 = m0 + maskRowsY * width;
      const m3 = m2 + width;
      for (let k = 0; k < width; k++) {
        let bits = own[start + k] ?? 0;
        if (bits === 0) continue;
        const same = other[start + k] ?? 0;
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        let a1 = 0;
        let b1 = 0;
        let c1 = 0;
        let d1 = 0;
        if (kind === "surfels") {
          a = mask[m0 + k] ?? 0;
          b = mask[m1 + k] ?? 0;
          c = mask[m2 + k] ?? 0;
          d = mask[m3 + k] ?? 0;
          a1 = a << 1;
          b1 = b << 1;
          c1 = c << 1;
          d1 = d << 1;
          if (k > 0) {
            a1 |= (mask[m0 + k - 1] ?? 0) >>> 31;
            b1 |= (mask[m1 + k - 1] ?? 0) >>> 31;
            c1 |= (mask[m2 + k - 1] ?? 0) >>> 31;
            d1 |= (mask[m3 + k - 1] ?? 0) >>> 31;
          }
        }
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          const code =
            ((a1 >>> bit) & 1) |
            (((a >>> bit) & 1) << 1) |
            (((b1 >>> bit) & 1) << 2) |
            (((b >>> bit) & 1) << 3) |
            (((c1 >>> bit) & 1) << 4) |
            (((c >>> bit) & 1) << 5) |
            (((d1 >>> bit) & 1) << 6) |
            (((d >>> bit) & 1) << 7);
          const areaClass = classOfCode[code] ?? 0;
          if ((same >>> bit) & 1) {
            histogram.counts[areaClass] = (histogram.counts[areaClass] ?? 0) + 1;
            continue;
          }
          let best = limitSquaredMm;
          let bestPlace = -1;
          for (let i = 0; i < rowCount; i++) {
            if ((rowSquared[i] ?? 0) >= best) break;
            if ((y + (dy[i] ?? 0)) >>> 0 >= cornersY || (z + (dz[i] ?? 0)) >>> 0 >= cornersZ) continue;
            const at = start + k + (relative[i] ?? 0);
            const word = other[at] ?? 0;
            let dx = 64;
            const right = word >>> bit;
            if (right !== 0) {
              dx = 31 - Math.clz32(right & -right);
            } else if (k + 1 < width) {
              const next = other[at + 1] ?? 0;
              if (next !== 0) dx = 63 - bit - Math.clz32(next & -next);
            }
            const left = word << (31 - bit);
            if (left !== 0) {
              const distance = Math.clz32(left);
              if (distance < dx) dx = distance;
            } else if (k > 0) {
              const previous = other[at - 1] ?? 0;
              if (previous !== 0) {
                const distance = bit + 1 + Math.clz32(previous);
                if (distance < dx) dx = distance;
              }
            }
            if (dx === 64) continue;
            const x = dx * sx;
            const squared = x * x + (dy2[i] ?? 0) + (dz2[i] ?? 0);
            if (squared < best) {
              best = squared;
              bestPlace = i * 64 + dx;
            }
          }
          if (bestPlace < 0) {
            if (far.count === far.points.length) growFar(far);
            far.points[far.count] = (start + k) * 32 + bit;
            far.classes[far.count] = areaClass;
            far.count++;
            continue;
          }
          let slot = nearSlots[bestPlace] ?? 0;
          if (slot === 0) {
            slot = histogram.slotOf(best);
            nearSlots[bestPlace] = slot;
          }
          const cell = slot * classes + areaClass;
          histogram.counts[cell] = (histogram.counts[cell] ?? 0) + 1;
        }
      }
    }
  }
  if (far.count > 0) measureFar(task, other);
}

function growFar(far: FarPoints): void {
  const points = new Uint32Array(far.points.length * 2);
  points.set(far.points);
  const classes = new Uint8Array(far.classes.length * 2);
  classes.set(far.classes);
  far.points = points;
  far.classes = classes;
}

function measureFar(task: DistanceTask, other: Int32Array): void {
  const { grid, far, histogram, spacingMm } = task;
  const search = createFarSearch(grid, other, task.from === REFERENCE ? PREDICTION : REFERENCE, spacingMm);
  for (let i = 0; i < far.count; i++) {
    const cell = histogram.slotOf(searchFar(search, far.points[i] ?? 0)) * histogram.classes + (far.classes[i] ?? 0);
    histogram.counts[cell] = (histogram.counts[cell] ?? 0) + 1;
  }
}
