import { areaClass, type DenseRow } from "./dense-row.ts";

/** More rows than these that are nearest somewhere are left to the search for far points. */
const MAX_CANDIDATES = 16;
/** Lateral distances whose slots are kept. */
const MAX_TABLES = 512;

/** What the measurement of points beside the other surface's box keeps between rows. */
export interface Beside {
  /** First and last place along x of each row of the other surface; −1 where it has none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Slots by places along x, for each lateral distance (dy, dz). */
  readonly slots: Map<number, Int32Array>;
  /** Rows that may be nearest: place along x (mirrored on the right), dy² and dz² in mm², slots by places along x. */
  readonly place: Int32Array;
  readonly dy2: Float64Array;
  readonly dz2: Float64Array;
  readonly tables: Int32Array[];
}

export function createBeside({ task, other, otherSide }: DenseRow): Beside {
  const { width, cornersY, cornersZ, cornerRowUsed } = task.grid;
  const first = new Int32Array(cornersY * cornersZ).fill(-1);
  const last = new Int32Array(cornersY * cornersZ).fill(-1);
  for (let row = 0; row < first.length; row++) {
    if (((cornerRowUsed[row] ?? 0) & otherSide) === 0) continue;
    const start = row * width;
    let k = 0;
    while (k < width && other[start + k] === 0) k++;
    if (k === width) continue;
    const word = other[start + k] ?? 0;
    first[row] = k * 32 + 31 - Math.clz32(word & -word);
    k = width - 1;
    while (other[start + k] === 0) k--;
    last[row] = k * 32 + 31 - Math.clz32(other[start + k] ?? 0);
  }
  return {
    first,
    last,
    slots: new Map(),
    place: new Int32Array(MAX_CANDIDATES),
    dy2: new Float64Array(MAX_CANDIDATES),
    dz2: new Float64Array(MAX_CANDIDATES),
    tables: [],
  };
}

/**
 * Measures points of a row that lie beside the other surface's box along x, on its left (`side` 1) or its right (−1). Seen
 * from there only the first (or last) point of each row of the other surface can be the nearest.
 * @param points bits of the row's words.
 * @returns whether it was done: with too few rows in reach the points are left to others.
 */
export function measureBeside(row: DenseRow, beside: Beside, points: Int32Array, side: 1 | -1): boolean {
  const { histogram, spacingMm, grid } = row.task;
  const candidates = findCandidates(row, beside, outermost(points, grid.width, side), side);
  if (candidates === 0) return false;
  const { place, dy2, dz2, tables } = beside;
  const sx = spacingMm[0];
  const { classes } = histogram;
  let counts = histogram.counts;
  for (let k = 0; k < grid.width; k++) {
    for (let bits = points[k] ?? 0; bits !== 0; bits &= bits - 1) {
      const bit = 31 - Math.clz32(bits & -bits);
      const x = side * (k * 32 + bit);
      let nearest = 0;
      if (candidates > 1) {
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < candidates; i++) {
          const dx = ((place[i] ?? 0) - x) * sx;
          const squared = dx * dx + (dy2[i] ?? 0) + (dz2[i] ?? 0);
          if (squared >= least) continue;
          least = squared;
          nearest = i;
        }
      }
      const steps = (place[nearest] ?? 0) - x;
      const table = tables[nearest];
      let slot = table?.[steps] ?? 0;
      if (slot === 0) {
        const dx = steps * sx;
        slot = histogram.slotOf(dx * dx + (dy2[nearest] ?? 0) + (dz2[nearest] ?? 0));
        counts = histogram.counts;
        if (table !== undefined) table[steps] = slot;
      }
      const cell = slot * classes + areaClass(row, k, bit);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return true;
}

/** The point that is farthest from the box, mirrored on the right. */
function outermost(points: Int32Array, width: number, side: 1 | -1): number {
  let k = side === 1 ? 0 : width - 1;
  while (points[k] === 0) k += side;
  const word = points[k] ?? 0;
  return side * (k * 32 + 31 - Math.clz32(side === 1 ? word & -word : word));
}

/**
 * Finds the rows that are nearest somewhere beside the box. Rows are visited by their distance d from the row of the box that
 * is nearest to this one; the box is convex, so a point at `gap` from it is √(gap² + d²) or more from such a row. The visit
 * ends where that is no less than what was found already, for the farthest point and so for all: after some ten
 * rows of noise.
 * @returns how many, or 0 where the rows in reach or the places for candidates did not do.
 */
function findCandidates({ task, y, z }: DenseRow, beside: Beside, farthest: number, side: 1 | -1): number {
  const { offsets, otherBox: box, grid, spacingMm } = task;
  const [sx, sy, sz] = spacingMm;
  const { place, dy2, dz2 } = beside;
  const edge = side === 1 ? box.x0 : -box.x1;
  const nearY = Math.min(Math.max(y, box.y0), box.y1);
  const nearZ = Math.min(Math.max(z, box.z0), box.z1);
  const gap2 = ((nearY - y) * sy) ** 2 + ((nearZ - z) * sz) ** 2;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= offsets.squaredMm.length; i++) {
    const beyond = offsets.squaredMm[i] ?? offsets.limitSquaredMm;
    // A hair less, since the two sides are not summed in the same order.
    if (least <= (gap2 + beyond) * (1 - 1e-12)) return count;
    const rowY = nearY + (offsets.dy[i] ?? 0);
    const rowZ = nearZ + (offsets.dz[i] ?? 0);
    if (i === offsets.squaredMm.length) break;
    if (rowY < box.y0 || rowY > box.y1 || rowZ < box.z0 || rowZ > box.z1) continue;
    const found = (side === 1 ? beside.first : beside.last)[rowZ * grid.cornersY + rowY] ?? -1;
    if (found < 0) continue;
    const at = side * found;
    const alongY = (rowY - y) * sy;
    const alongZ = (rowZ - z) * sz;
    const lateral = alongY * alongY + alongZ * alongZ;
    // Another row that is no farther along x nor across is nearer everywhere.
    let worse = false;
    for (let j = 0; j < count && !worse; j++) worse = (place[j] ?? 0) <= at && (dy2[j] ?? 0) + (dz2[j] ?? 0) <= lateral;
    if (worse) continue;
    if (count === MAX_CANDIDATES) return 0;
    place[count] = at;
    dy2[count] = alongY * alongY;
    dz2[count] = alongZ * alongZ;
    beside.tables[count] = tableOf(beside, Math.abs(rowY - y), Math.abs(rowZ - z), grid.width * 32);
    count++;
    // Squared distance beyond that of the box along x, for the farthest point.
    least = Math.min(least, (at - edge) * sx * ((at - farthest + (edge - farthest)) * sx) + lateral);
  }
  return 0;
}

/** A table with no room is made anew for each row: then the histogram is asked. */
function tableOf({ slots }: Beside, dy: number, dz: number, length: number): Int32Array {
  const key = dz * 65536 + dy;
  let table = slots.get(key);
  if (table === undefined) {
    if (slots.size >= MAX_TABLES) slots.clear();
    table = new Int32Array(length);
    slots.set(key, table);
  }
  return table;
}
