import { countBits } from "./count-bits.ts";
import type { DistanceTask } from "./distance-task.ts";
import { openFarPoints } from "./far-points.ts";
import type { KernelRow, ShellKernel } from "./kernel-memory.ts";
import { type Beside, createBeside, endBeside, measureBeside } from "./measure-beside.ts";
import { createSurfaceRow, findLone, type SurfaceRow } from "./surface-row.ts";

/** A row in hand, with its points to the left and to the right of the other surface's box. */
interface State extends SurfaceRow {
  readonly before: Int32Array;
  readonly within: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly at: KernelRow;
  beside: Beside | null;
}

/**
 * Measures a surface 128 points at a time: all of them are compared with a shell of places at once, by shifted and or-ed
 * words of the rows at that distance, until none is left; what no shell reaches is left to the search for far points.
 * Where there is much (noise), a row outside the other surface's box begins its shells at the box, so that points far from
 * a dense surface find it as quickly, and points beside the box along x are measured from the ends of its rows.
 */
export function measureNear(all: DistanceTask, kernel: ShellKernel, fromBox: boolean): void {
  const { grid, classOfCode, histogram } = all;
  const { width, cornersY, cornersZ } = grid;
  const whole = { x0: 0, x1: width * 32 - 1, y0: 0, y1: cornersY - 1, z0: 0, z1: cornersZ - 1 };
  const task = fromBox ? all : { ...all, otherBox: whole };
  const box = task.otherBox;
  const words = () => new Int32Array(width);
  const state: State = {
    ...createSurfaceRow(task),
    before: words(),
    within: words(),
    left: words(),
    right: words(),
    at: { y: 0, z: 0, nearY: 0, nearZ: 0, upY: 0, downY: 0, upZ: 0, downZ: 0 },
    beside: null,
  };
  for (let x = 0; x < width * 32; x++) {
    const bits = x < box.x0 ? state.before : x <= box.x1 ? state.within : null;
    if (bits !== null) bits[x >> 5] = (bits[x >> 5] ?? 0) | (1 << (x & 31));
  }
  kernel.begin(classOfCode, state.within);
  // Rows with the same gaps follow one another, so that the kernel changes its list of shells seldom.
  if (box.z0 > 0 || box.z1 < cornersZ - 1) {
    for (let z = 0; z < cornersZ; z++) for (let y = 0; y < cornersY; y++) measureRow(state, kernel, y, z);
  } else {
    for (let y = 0; y < cornersY; y++) for (let z = 0; z < cornersZ; z++) measureRow(state, kernel, y, z);
  }
  kernel.end(histogram, state.loneClass);
  if (state.beside !== null) endBeside(state, state.beside);
}

function measureRow(state: State, kernel: ShellKernel, y: number, z: number): void {
  const { task, own, other, mask, loneClass } = state;
  const { grid, otherBox: box, from, kind, histogram, shells } = task;
  const { width, cornersY, cornerRowUsed } = grid;
  const row = z * cornersY + y;
  if (((cornerRowUsed[row] ?? 0) & from) === 0) return;
  const nearY = Math.min(Math.max(y, box.y0), box.y1);
  const nearZ = Math.min(Math.max(z, box.z0), box.z1);
  kernel.use(shells.of(Math.abs(nearY - y), Math.abs(nearZ - z)), histogram, loneClass);
  state.y = y;
  state.z = z;
  const { at } = state;
  at.y = y;
  at.z = z;
  at.nearY = nearY;
  at.nearZ = nearZ;
  // Outside the box there is one way on.
  at.upY = nearY < y ? 0 : box.y1 - nearY;
  at.downY = nearY > y ? 0 : nearY - box.y0;
  at.upZ = nearZ < z ? 0 : box.z1 - nearZ;
  at.downZ = nearZ > z ? 0 : nearZ - box.z0;
  const left = kernel.measureRow(own, other, mask, kind === "surfels", at);
  if (left !== null) for (let k = 0; k < width; k++) leave(state, k, left[k] ?? 0);
  if (box.x0 > 0 || box.x1 < width * 32 - 1) measureSides(state, row * width);
}

/** Measures what lies beside the box along x: first or last points of its rows are the nearest. */
function measureSides(state: State, start: number): void {
  const { own, before, within, left, right } = state;
  const { otherBox: box, grid } = state.task;
  let anyLeft = 0;
  let anyRight = 0;
  // Words that have no place beside the box stay 0.
  for (let k = 0; k * 32 < box.x0; k++) {
    left[k] = (own[start + k] ?? 0) & (before[k] ?? 0);
    anyLeft |= left[k] ?? 0;
  }
  for (let k = box.x1 >> 5; k < grid.width; k++) {
    right[k] = (own[start + k] ?? 0) & ~((before[k] ?? 0) | (within[k] ?? 0));
    anyRight |= right[k] ?? 0;
  }
  if ((anyLeft | anyRight) === 0) return;
  findLone(state);
  state.beside ??= createBeside(state);
  const { beside } = state;
  if (anyLeft !== 0 && !measureBeside(state, beside, left, 1))
    left.forEach((points, k) => void leave(state, k, points));
  if (anyRight !== 0 && !measureBeside(state, beside, right, -1))
    right.forEach((points, k) => void leave(state, k, points));
}

/** Leaves points to the search for far ones. */
function leave({ task, y, z }: State, k: number, points: number): void {
  if (points === 0) return;
  if (task.far.count === 0) openFarPoints(task.far, task.grid.cornersY * task.grid.cornersZ * task.grid.width);
  const word = (z * task.grid.cornersY + y) * task.grid.width + k;
  const { far } = task;
  far.bits[word] = (far.bits[word] ?? 0) | points;
  far.count += countBits(points);
  if (word < far.first) far.first = word;
  if (word > far.last) far.last = word;
}
