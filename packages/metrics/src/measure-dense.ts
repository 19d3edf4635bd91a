import { countBits } from "./count-bits.ts";
import { countPoints, createDenseRow, type DenseRow, moveTo } from "./dense-row.ts";
import type { DistanceTask } from "./distance-task.ts";
import { openFarPoints } from "./far-points.ts";
import { type Beside, createBeside, measureBeside } from "./measure-beside.ts";
import type { ShellList } from "./shell-lists.ts";

/** A row in hand with what its measurement keeps between rows. */
interface State extends DenseRow {
  /** Per word: the places along x that lie within the other surface's box, and those before it. */
  readonly within: Int32Array;
  readonly before: Int32Array;
  /** Points of this row to the left and to the right of that box. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  beside: Beside | null;
  /** Rows of each group or-ed together, with an empty word at either end. */
  readonly unions: Int32Array[];
  /** Per group: 0 not made for this row, 1 made, 2 empty. */
  readonly made: Uint8Array;
}

/**
 * As `measureDistances`, for surfaces so dense that most words have many points (noise): all points of a word are compared
 * with a shell of places at once, by shifted and or-ed words of the rows at that distance, until none is left. A row
 * outside the other surface's box begins its shells at the box, so points far from a dense surface find it as quickly; points
 * beside the box along x are measured from the first or last points of its rows.
 */
export function measureDense(task: DistanceTask): void {
  const { grid, from, otherBox: box, shells } = task;
  const { width, cornersY, cornersZ, cornerRowUsed } = grid;
  const words = () => new Int32Array(width);
  const state: State = {
    ...createDenseRow(task),
    within: words(),
    before: words(),
    left: words(),
    right: words(),
    beside: null,
    unions: [],
    made: new Uint8Array(shells.mostGroups),
  };
  for (let x = 0; x < width * 32; x++) {
    const bits = x < box.x0 ? state.before : x <= box.x1 ? state.within : null;
    if (bits !== null) bits[x >> 5] = (bits[x >> 5] ?? 0) | (1 << (x & 31));
  }
  openFarPoints(task.far, cornersY * cornersZ * width);
  shells.open();
  for (let z = 0; z < cornersZ; z++) {
    const gapZ = Math.max(box.z0 - z, z - box.z1, 0);
    for (let y = 0; y < cornersY; y++) {
      if (((cornerRowUsed[z * cornersY + y] ?? 0) & from) === 0) continue;
      moveTo(state, y, z);
      measureWithin(state, shells.of(Math.max(box.y0 - y, y - box.y1, 0), gapZ));
      measureSides(state);
    }
  }
}

function measureWithin(row: State, list: ShellList): void {
  const { task, own, other, lone, loneClass, within, before, left, right, unions, made } = row;
  const { histogram, grid } = task;
  const { width } = grid;
  const { classes } = histogram;
  const { dx: shellDx, group: shellGroup, squaredMm, slots } = list;
  const shells = shellDx.length;
  const start = (row.z * grid.cornersY + row.y) * width;
  made.fill(0, 0, list.groups.length);
  let counts = histogram.counts;
  for (let k = 0; k < width; k++) {
    const points = own[start + k] ?? 0;
    left[k] = points & (before[k] ?? 0);
    right[k] = points & ~((before[k] ?? 0) | (within[k] ?? 0));
    const same = points & (other[start + k] ?? 0);
    if (same !== 0) countPoints(row, k, same, 0);
    let bits = points & ~same & (within[k] ?? 0);
    if (bits === 0) continue;
    const single = lone[k] ?? 0;
    for (let i = 0; i < shells; i++) {
      const group = shellGroup[i] ?? 0;
      if (made[group] !== 1) {
        if (made[group] === 2) continue;
        made[group] = unite(row, list, group);
        if (made[group] === 2) continue;
      }
      const union = unions[group] as Int32Array;
      const dx = shellDx[i] ?? 0;
      const word = union[k + 1] ?? 0;
      let hits = word;
      if (dx !== 0) {
        hits = (word << dx) | ((union[k] ?? 0) >>> (32 - dx)) | (word >>> dx) | ((union[k + 2] ?? 0) << (32 - dx));
      }
      hits &= bits;
      if (hits === 0) continue;
      let slot = slots[i] ?? 0;
      if (slot === 0) {
        slot = histogram.slotOf(squaredMm[i] ?? 0);
        counts = histogram.counts;
        slots[i] = slot;
      }
      const singles = hits & single;
      const cell = slot * classes + loneClass;
      counts[cell] = (counts[cell] ?? 0) + countBits(singles);
      if (hits !== singles) countPoints(row, k, hits ^ singles, slot);
      bits ^= hits;
      if (bits === 0) break;
    }
    if (bits !== 0) leave(row, k, bits);
  }
}

function measureSides(row: State): void {
  for (const [side, points] of [
    [1, row.left],
    [-1, row.right],
  ] as const) {
    if (points.every((word) => word === 0)) continue;
    row.beside ??= createBeside(row);
    if (!measureBeside(row, row.beside, points, side))
      for (let k = 0; k < points.length; k++) leave(row, k, points[k] ?? 0);
  }
}

/** Leaves points to the search for far ones. */
function leave({ task, y, z }: State, k: number, points: number): void {
  const word = (z * task.grid.cornersY + y) * task.grid.width + k;
  task.far.bits[word] = (task.far.bits[word] ?? 0) | points;
  task.far.count += countBits(points);
}

/** Makes the union of a group's rows for the row in hand. @returns 1, or 2 where they are all empty. */
function unite({ task, other, otherSide, unions, y, z }: State, list: ShellList, group: number): 1 | 2 {
  const { grid, otherBox: box } = task;
  const { width, cornersY, cornersZ, cornerRowUsed } = grid;
  let union = unions[group];
  if (union === undefined) {
    union = new Int32Array(width + 2);
    unions[group] = union;
  }
  const { jy, jz } = list.groups[group] ?? { jy: 0, jz: 0 };
  const nearY = Math.min(Math.max(y, box.y0), box.y1);
  const nearZ = Math.min(Math.max(z, box.z0), box.z1);
  let rows = 0;
  for (let sideZ = -1; sideZ <= 1; sideZ += 2) {
    // Outside the box there is one way on, and a row itself is taken once.
    if (sideZ === -1 ? jz === 0 || nearZ > z : nearZ < z && jz > 0) continue;
    const rz = nearZ + sideZ * jz;
    if (rz < 0 || rz >= cornersZ) continue;
    for (let sideY = -1; sideY <= 1; sideY += 2) {
      if (sideY === -1 ? jy === 0 || nearY > y : nearY < y && jy > 0) continue;
      const ry = nearY + sideY * jy;
      if (ry < 0 || ry >= cornersY) continue;
      const corner = rz * cornersY + ry;
      if (((cornerRowUsed[corner] ?? 0) & otherSide) === 0) continue;
      const at = corner * width;
      if (rows++ === 0) for (let k = 0; k < width; k++) union[k + 1] = other[at + k] ?? 0;
      else for (let k = 0; k < width; k++) union[k + 1] = (union[k + 1] ?? 0) | (other[at + k] ?? 0);
    }
  }
  return rows === 0 ? 2 : 1;
}
