import { bitsBetween, ColumnCounts } from "./column-counts.ts";
import type { DistanceTask } from "./distance-task.ts";
import type { SurfaceRow } from "./surface-row.ts";

/** More rows than these that are nearest somewhere are left to the search for far points. */
const MAX_CANDIDATES = 16;
/** Rows of one place and lateral distance that are told apart: some 8 MB. */
const MAX_LANES = 4096;

/** What lies `dy` and `dz` rows aside and begins at one place along x, with what was counted for it. */
interface Lane {
  /** Place along x, mirrored on the right. */
  readonly place: number;
  readonly dy2: number;
  readonly dz2: number;
  readonly side: 1 | -1;
  /** Points that have the lone class, by their place; the others are counted at once. */
  readonly counts: ColumnCounts;
  /** Slots of the histogram by steps along x, 0 until first met. */
  readonly slots: Int32Array;
}

/** What the measurement of points beside the other surface's box keeps between rows. */
export interface Beside {
  /** First and last place along x of each row of the other surface; −1 where it has none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly lanes: Map<number, Lane>;
  /** Rows that may be nearest: place along x (mirrored on the right), rows aside, lateral distance² in mm². */
  readonly place: Int32Array;
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  readonly lateral: Float64Array;
}

export function createBeside({ task, other, otherSide }: SurfaceRow): Beside {
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
    lanes: new Map(),
    place: new Int32Array(MAX_CANDIDATES),
    dy: new Int32Array(MAX_CANDIDATES),
    dz: new Int32Array(MAX_CANDIDATES),
    lateral: new Float64Array(MAX_CANDIDATES),
  };
}

/**
 * Measures points of a row that lie beside the other surface's box along x, on its left (`side` 1) or its right (−1). Seen
 * from there only the first (or last) point of each row of the other surface can be the nearest, and each such row is
 * the nearest along one stretch. What is counted is told to the histogram by `endBeside`.
 * @param points bits of the row's words.
 * @returns whether it was done: with too few rows in reach the points are left to others.
 */
export function measureBeside(row: SurfaceRow, beside: Beside, points: Int32Array, side: 1 | -1): boolean {
  const { spacingMm, grid, otherBox: box } = row.task;
  const farthest = outermost(points, grid.width, side);
  const candidates = findCandidates(row, beside, farthest, side);
  if (candidates === 0) return false;
  // From the box outwards: there the lateral distance decides, far away the place along x.
  let at = (side === 1 ? box.x0 : -box.x1) - 1;
  let nearest = nearestAt(beside, candidates, at, spacingMm[0]);
  while (at >= farthest) {
    let until = farthest - 1;
    for (let i = 0; i < candidates; i++) {
      if ((beside.place[i] ?? 0) >= (beside.place[nearest] ?? 0)) continue;
      until = Math.max(until, Math.min(at - 1, crossing(beside, nearest, i, spacingMm[0])));
    }
    const lane = laneOf(row, beside, nearest, side);
    if (side === 1) countStretch(row, lane, points, until + 1, at);
    else countStretch(row, lane, points, -at, -until - 1);
    at = until;
    if (at >= farthest) nearest = nearestAt(beside, candidates, at, spacingMm[0]);
  }
  return true;
}

/** The last place, going outwards from the box, before which row `a` is the nearer one; from there on it is row `b`. */
function crossing({ place, lateral }: Beside, a: number, b: number, sx: number): number {
  const pa = place[a] ?? 0;
  const pb = place[b] ?? 0;
  const aside = ((lateral[a] ?? 0) - (lateral[b] ?? 0)) / (sx * sx);
  return Math.floor((pa + pb + aside / (pa - pb)) / 2);
}

function nearestAt({ place, lateral }: Beside, candidates: number, x: number, sx: number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < candidates; i++) {
    const squared = (((place[i] ?? 0) - x) * sx) ** 2 + (lateral[i] ?? 0);
    if (squared > least || (squared === least && (place[i] ?? 0) > (place[nearest] ?? 0))) continue;
    least = squared;
    nearest = i;
  }
  return nearest;
}

function laneOf(row: SurfaceRow, beside: Beside, candidate: number, side: 1 | -1): Lane {
  const { lanes } = beside;
  const place = beside.place[candidate] ?? 0;
  const dy = beside.dy[candidate] ?? 0;
  const dz = beside.dz[candidate] ?? 0;
  const key = (dz * 65536 + dy) * 131072 + place + 65536;
  let lane = lanes.get(key);
  if (lane?.counts.full) {
    tellLane(row, lane);
  } else if (lane === undefined) {
    if (lanes.size >= MAX_LANES) endBeside(row, beside);
    const { 1: sy, 2: sz } = row.task.spacingMm;
    const { width } = row.task.grid;
    const slots = new Int32Array(width * 32);
    lane = { place, dy2: dy * sy * (dy * sy), dz2: dz * sz * (dz * sz), side, counts: new ColumnCounts(width), slots };
    lanes.set(key, lane);
  }
  return lane;
}

function countStretch(row: SurfaceRow, lane: Lane, points: Int32Array, from: number, to: number): void {
  const { lone, task, mask } = row;
  const { histogram, grid, classOfCode } = task;
  const { classes } = histogram;
  lane.counts.add(points, lone, from, to);
  const { width, maskRowsY } = grid;
  const first = (row.z * maskRowsY + row.y) * width;
  const last = to >> 5;
  for (let k = from >> 5; k <= last; k++) {
    let bits = (points[k] ?? 0) & ~(lone[k] ?? 0) & bitsBetween(k, from, to);
    if (bits === 0) continue;
    // The four rows of voxels around the corners, and the same one voxel on: a row's last bit is empty.
    const at = first + k;
    const a = mask[at] ?? 0;
    const b = mask[at + width] ?? 0;
    const c = mask[at + maskRowsY * width] ?? 0;
    const d = mask[at + (maskRowsY + 1) * width] ?? 0;
    const a1 = (a << 1) | ((mask[at - 1] ?? 0) >>> 31);
    const b1 = (b << 1) | ((mask[at + width - 1] ?? 0) >>> 31);
    const c1 = (c << 1) | ((mask[at + maskRowsY * width - 1] ?? 0) >>> 31);
    const d1 = (d << 1) | ((mask[at + (maskRowsY + 1) * width - 1] ?? 0) >>> 31);
    for (; bits !== 0; bits &= bits - 1) {
      const bit = 31 - Math.clz32(bits & -bits);
      const code =
        ((a1 >>> bit) & 1) |
        (((a >>> bit) & 1) << 1) |
        (((b1 >>> bit) & 1) << 2) |
        (((b >>> bit) & 1) << 3) |
        (((c1 >>> bit) & 1) << 4) |
        (((c >>> bit) & 1) << 5) |
        (((d1 >>> bit) & 1) << 6) |
        (((d >>> bit) & 1) << 7);
      const cell = slotOf(lane, k * 32 + bit, task) * classes + (classOfCode[code] ?? 0);
      // Taken from the histogram each time, since a new slot may have moved them.
      const { counts } = histogram;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
}

function slotOf(lane: Lane, x: number, { histogram, spacingMm }: DistanceTask): number {
  const steps = lane.place - lane.side * x;
  let slot = lane.slots[steps] ?? 0;
  if (slot === 0) {
    const dx = steps * spacingMm[0];
    slot = histogram.slotOf(dx * dx + lane.dy2 + lane.dz2);
    lane.slots[steps] = slot;
  }
  return slot;
}

/** Tells the histogram what was counted. */
export function endBeside(row: SurfaceRow, { lanes }: Beside): void {
  for (const lane of lanes.values()) tellLane(row, lane);
  lanes.clear();
}

function tellLane({ task, loneClass }: SurfaceRow, lane: Lane): void {
  const { histogram } = task;
  lane.counts.read((x, count) => {
    const cell = slotOf(lane, x, task) * histogram.classes + loneClass;
    histogram.counts[cell] = (histogram.counts[cell] ?? 0) + count;
  });
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
function findCandidates({ task, y, z }: SurfaceRow, beside: Beside, farthest: number, side: 1 | -1): number {
  const { offsets, otherBox: box, grid, spacingMm } = task;
  const { dy: offsetY, dz: offsetZ, squaredMm, limitSquaredMm } = offsets;
  const { cornersY } = grid;
  const [sx, sy, sz] = spacingMm;
  const ends = side === 1 ? beside.first : beside.last;
  const { place, lateral } = beside;
  const edge = side === 1 ? box.x0 : -box.x1;
  const nearY = Math.min(Math.max(y, box.y0), box.y1);
  const nearZ = Math.min(Math.max(z, box.z0), box.z1);
  const gap2 = ((nearY - y) * sy) ** 2 + ((nearZ - z) * sz) ** 2;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= squaredMm.length; i++) {
    const beyond = squaredMm[i] ?? limitSquaredMm;
    // A hair less, since the two sides are not summed in the same order.
    if (least <= (gap2 + beyond) * (1 - 1e-12)) return count;
    const rowY = nearY + (offsetY[i] ?? 0);
    const rowZ = nearZ + (offsetZ[i] ?? 0);
    if (i === squaredMm.length) break;
    if (rowY < box.y0 || rowY > box.y1 || rowZ < box.z0 || rowZ > box.z1) continue;
    const found = ends[rowZ * cornersY + rowY] ?? -1;
    if (found < 0) continue;
    const at = side * found;
    const alongY = (rowY - y) * sy;
    const alongZ = (rowZ - z) * sz;
    const aside = alongY * alongY + alongZ * alongZ;
    // Another row that is no farther along x nor across is nearer everywhere.
    let worse = false;
    for (let j = 0; j < count && !worse; j++) worse = (place[j] ?? 0) <= at && (lateral[j] ?? 0) <= aside;
    if (worse) continue;
    if (count === MAX_CANDIDATES) return 0;
    place[count] = at;
    lateral[count] = aside;
    beside.dy[count] = Math.abs(rowY - y);
    beside.dz[count] = Math.abs(rowZ - z);
    count++;
    // Squared distance beyond that of the box along x, for the farthest point.
    least = Math.min(least, (at - edge) * sx * ((at - farthest + (edge - farthest)) * sx) + aside);
  }
  return 0;
}
