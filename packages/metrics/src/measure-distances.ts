import { PREDICTION, REFERENCE } from "./bit-grid.ts";
import { countBits } from "./count-bits.ts";
import type { DenseKernel } from "./dense-kernel.ts";
import type { DistanceTask } from "./distance-task.ts";
import { openFarPoints } from "./far-points.ts";
import { createFarSearch, searchFar, searchFromBox } from "./far-search.ts";
import { measureDense } from "./measure-dense.ts";
import { neighbourCode } from "./neighbour-code.ts";
import { transformDistances } from "./transform-distances.ts";

/**
 * Counts, for every point of one surface, the exact Euclidean distance to the nearest point of the other, which must
 * not be empty. A point that both have is at 0. Else rows are visited in order of their distance, and in each row the
 * nearest set bit is read off the point's word and its neighbours; the search ends when no later row can be nearer.
 * Squared distances are summed as (x² + y²) + z² in float64, the order of SciPy's distance transform, so that
 * `distance <= tolerance` falls as it does there.
 */
export function measureDistances(task: DistanceTask, kernel: DenseKernel | null, densePoints: number): void {
  task.far.count = 0;
  if (kernel !== null && pointsPerWord(task) >= densePoints) measureDense(task, kernel);
  else measureSparse(task);
  if (task.far.count > 0) measureFar(task);
}

/** Points of the surface by words of the rows that it has points in. */
function pointsPerWord({ grid, from }: DistanceTask): number {
  const { width, cornersY, cornersZ, cornerRowUsed } = grid;
  const own = from === REFERENCE ? grid.referenceSurface : grid.predictionSurface;
  let points = 0;
  let words = 0;
  for (let row = 0; row < cornersY * cornersZ; row++) {
    if (((cornerRowUsed[row] ?? 0) & from) === 0) continue;
    words += width;
    for (let word = row * width; word < (row + 1) * width; word++) points += countBits(own[word] ?? 0);
  }
  return points / words;
}

function measureSparse(task: DistanceTask): void {
  const { grid, kind, offsets, classOfCode, histogram, far } = task;
  const { width, cornersY, cornersZ, maskRowsY, cornerRowUsed } = grid;
  const reference = task.from === REFERENCE;
  const mask = reference ? grid.referenceMask : grid.predictionMask;
  const own = reference ? grid.referenceSurface : grid.predictionSurface;
  const other = reference ? grid.predictionSurface : grid.referenceSurface;
  const [sx, sy, sz] = task.spacingMm;
  const box = task.otherBox;
  const otherX0 = box.x0;
  const otherX1 = box.x1;
  const { dy, dz, dy2, dz2, squaredMm: rowSquared, limitSquaredMm } = offsets;
  const rowCount = rowSquared.length;
  const classes = histogram.classes;
  // Held here and taken again whenever a new slot may have moved it.
  let counts = histogram.counts;
  const relative = new Int32Array(rowCount);
  for (let i = 0; i < rowCount; i++) relative[i] = ((dz[i] ?? 0) * cornersY + (dy[i] ?? 0)) * width;
  // Slots of near distances by row and |dx|, 0 until first met.
  const nearSlots = new Int32Array(rowCount * 64);
  const { dx: pointX, dy: pointY, dz: pointZ, squaredMm: pointSquared } = offsets.points;
  const pointCount = pointX.length;
  const pointRelative = new Int32Array(pointCount);
  for (let i = 0; i < pointCount; i++) pointRelative[i] = ((pointZ[i] ?? 0) * cornersY + (pointY[i] ?? 0)) * width;
  const pointSlots = new Int32Array(pointCount);
  const classOfBit = new Uint8Array(32);
  openFarPoints(far, cornersY * cornersZ * width);

  for (let z = 0; z < cornersZ; z++) {
    for (let y = 0; y < cornersY; y++) {
      const cornerRow = z * cornersY + y;
      if (((cornerRowUsed[cornerRow] ?? 0) & task.from) === 0) continue;
      const start = cornerRow * width;
      // From this row to the box of the other surface, mm², along y and z.
      const gapY = Math.max(box.y0 - y, y - box.y1, 0) * sy;
      const gapZ = Math.max(box.z0 - z, z - box.z1, 0) * sz;
      const outside = gapY * gapY + gapZ * gapZ;
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
        for (let left = bits; left !== 0; left &= left - 1) {
          const bit = 31 - Math.clz32(left & -left);
          // Bits `bit` and `bit + 1` of a shifted word are the two voxels of its row.
          let code =
            ((a1 >>> bit) & 3) | (((b1 >>> bit) & 3) << 2) | (((c1 >>> bit) & 3) << 4) | (((d1 >>> bit) & 3) << 6);
          if (bit === 31) code |= ((a >>> 31) << 1) | ((b >>> 31) << 3) | ((c >>> 31) << 5) | ((d >>> 31) << 7);
          classOfBit[bit] = classOfCode[code] ?? 0;
        }
        for (let left = bits & same; left !== 0; left &= left - 1) {
          const areaClass = classOfBit[31 - Math.clz32(left & -left)] ?? 0;
          counts[areaClass] = (counts[areaClass] ?? 0) + 1;
        }
        bits &= ~same;
        if (outside + gapX(k, otherX0, otherX1, sx) >= limitSquaredMm) {
          far.bits[start + k] = bits;
          far.count += countBits(bits);
          continue;
        }
        // Three points or more: the nearest places are tried for all of them at once.
        if ((bits & (bits - 1) & ((bits & (bits - 1)) - 1)) !== 0) {
          for (let i = 0; i < pointCount && bits !== 0; i++) {
            if ((y + (pointY[i] ?? 0)) >>> 0 >= cornersY || (z + (pointZ[i] ?? 0)) >>> 0 >= cornersZ) continue;
            const at = start + k + (pointRelative[i] ?? 0);
            const dx = pointX[i] ?? 0;
            let hits = other[at] ?? 0;
            if (dx > 0) hits = (hits >>> dx) | (k + 1 < width ? (other[at + 1] ?? 0) << (32 - dx) : 0);
            else if (dx < 0) hits = (hits << -dx) | (k > 0 ? (other[at - 1] ?? 0) >>> (32 + dx) : 0);
            hits &= bits;
            if (hits === 0) continue;
            bits ^= hits;
            let slot = pointSlots[i] ?? 0;
            if (slot === 0) {
              slot = histogram.slotOf(pointSquared[i] ?? 0);
              counts = histogram.counts;
              pointSlots[i] = slot;
            }
            const first = slot * classes;
            for (; hits !== 0; hits &= hits - 1) {
              const cell = first + (classOfBit[31 - Math.clz32(hits & -hits)] ?? 0);
              counts[cell] = (counts[cell] ?? 0) + 1;
            }
          }
        }
        for (; bits !== 0; bits &= bits - 1) {
          const bit = 31 - Math.clz32(bits & -bits);
          const areaClass = classOfBit[bit] ?? 0;
          const x = k * 32 + bit;
          const gap = Math.max(otherX0 - x, x - otherX1, 0) * sx;
          const gap2 = gap * gap;
          let best = limitSquaredMm;
          let bestPlace = -1;
          for (let i = 0; i < rowCount; i++) {
            // No point of this row or a later one is nearer than that.
            if (gap2 + (dy2[i] ?? 0) + (dz2[i] ?? 0) >= best) break;
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
            const across = dx * sx;
            const squared = across * across + (dy2[i] ?? 0) + (dz2[i] ?? 0);
            if (squared < best) {
              best = squared;
              bestPlace = i * 64 + dx;
            }
          }
          if (bestPlace < 0) {
            far.bits[start + k] = (far.bits[start + k] ?? 0) | (1 << bit);
            far.count++;
            continue;
          }
          let slot = nearSlots[bestPlace] ?? 0;
          if (slot === 0) {
            slot = histogram.slotOf(best);
            counts = histogram.counts;
            nearSlots[bestPlace] = slot;
          }
          const cell = slot * classes + areaClass;
          counts[cell] = (counts[cell] ?? 0) + 1;
        }
      }
    }
  }
}

/** Squared distance along x from any point of word k to a range of points. */
function gapX(k: number, x0: number, x1: number, sx: number): number {
  const gap = Math.max(x0 - (k * 32 + 31), k * 32 - x1, 0) * sx;
  return gap * gap;
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
    for (let word = 0; word < words; word++) {
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
  far.bits.fill(0, 0, words);
}
