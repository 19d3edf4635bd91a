import type { Triple } from "../model/variant.ts";

type Axis = 0 | 1 | 2;

/** How a stored volume's axes lie in the patient: for right, front and head, the stored axis and whether it runs back. */
export interface Orientation {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly flipped: readonly [boolean, boolean, boolean];
}

/**
 * The orientation nearest to an affine (row-major 4×4, voxel index to RAS+ millimetres): each patient axis takes the
 * stored axis that runs along it most, the clearest choice first.
 */
export function orientationOf(affine: readonly number[]): Orientation {
  const entries = ([0, 1, 2] as const).flatMap((row) =>
    ([0, 1, 2] as const).map((column) => {
      const length = Math.hypot(affine[column] ?? 0, affine[4 + column] ?? 0, affine[8 + column] ?? 0) || 1;
      return { row, column, cosine: (affine[4 * row + column] ?? 0) / length };
    }),
  );
  const axes: [Axis, Axis, Axis] = [0, 1, 2];
  const flipped: [boolean, boolean, boolean] = [false, false, false];
  const usedRows = new Set<Axis>();
  const usedColumns = new Set<Axis>();
  for (const { row, column, cosine } of entries.sort((a, b) => Math.abs(b.cosine) - Math.abs(a.cosine))) {
    if (usedRows.has(row) || usedColumns.has(column)) continue;
    usedRows.add(row);
    usedColumns.add(column);
    axes[row] = column;
    flipped[row] = cosine < 0;
  }
  return { axes, flipped };
}

/** Shape or spacing of a stored volume in the order right, front, head. */
export function permute(stored: Triple, { axes }: Orientation): Triple {
  return [stored[axes[0]], stored[axes[1]], stored[axes[2]]];
}

/** Calls with the index of each voxel in patient order (x fastest) and in the stored order. */
export function eachVoxel(stored: Triple, orientation: Orientation, visit: (patient: number, stored: number) => void) {
  const strides: Triple = [1, stored[0], stored[0] * stored[1]];
  const shape = permute(stored, orientation);
  const step = ([0, 1, 2] as const).map((row) => strides[orientation.axes[row]] * (orientation.flipped[row] ? -1 : 1));
  let start = 0;
  for (const row of [0, 1, 2] as const) {
    if (orientation.flipped[row]) start += (shape[row] - 1) * strides[orientation.axes[row]];
  }
  const [dx = 1, dy = 1, dz = 1] = step;
  let patient = 0;
  for (let z = 0; z < shape[2]; z++) {
    for (let y = 0; y < shape[1]; y++) {
      let at = start + z * dz + y * dy;
      for (let x = 0; x < shape[0]; x++, at += dx) visit(patient++, at);
    }
  }
}
