import { PREDICTION, REFERENCE } from "./bit-grid.ts";
import type { DistanceTask } from "./distance-task.ts";

/** One row of a dense surface that is being measured. */
export interface SurfaceRow {
  readonly task: DistanceTask;
  readonly own: Int32Array;
  readonly other: Int32Array;
  readonly mask: Int32Array;
  readonly otherSide: typeof REFERENCE | typeof PREDICTION;
  /** Per word of the row: points that have the area class `loneClass`, whatever else. */
  readonly lone: Int32Array;
  readonly loneClass: number;
  y: number;
  z: number;
}

export function createSurfaceRow(task: DistanceTask): SurfaceRow {
  const { grid, kind, classOfCode } = task;
  const reference = task.from === REFERENCE;
  return {
    task,
    own: reference ? grid.referenceSurface : grid.predictionSurface,
    other: reference ? grid.predictionSurface : grid.referenceSurface,
    mask: reference ? grid.referenceMask : grid.predictionMask,
    otherSide: reference ? PREDICTION : REFERENCE,
    lone: new Int32Array(grid.width).fill(-1),
    loneClass: kind === "surfels" ? (classOfCode[1] ?? 0) : 0,
    y: 0,
    z: 0,
  };
}

/** Marks the corners of the row in hand that have one voxel of the mask: in noise nearly all, and all of one area. */
export function findLone({ task, mask, lone, y, z }: SurfaceRow): void {
  if (task.kind !== "surfels") return;
  const { width, maskRowsY } = task.grid;
  const p0 = (z * maskRowsY + y) * width;
  const p1 = p0 + width;
  const p2 = p0 + maskRowsY * width;
  const p3 = p2 + width;
  let carryOne = 0;
  let carryMore = 0;
  for (let k = 0; k < width; k++) {
    const a = mask[p0 + k] ?? 0;
    const b = mask[p1 + k] ?? 0;
    const c = mask[p2 + k] ?? 0;
    const d = mask[p3 + k] ?? 0;
    // Columns of four voxels with exactly one of them set, and with more.
    const ab = a ^ b;
    const cd = c ^ d;
    const more = (a & b) | (c & d) | (ab & cd);
    const one = (ab ^ cd) & ~more;
    const oneBefore = (one << 1) | carryOne;
    const moreBefore = (more << 1) | carryMore;
    lone[k] = (one ^ oneBefore) & ~(more | moreBefore);
    carryOne = one >>> 31;
    carryMore = more >>> 31;
  }
}
