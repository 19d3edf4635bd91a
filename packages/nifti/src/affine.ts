import type { Triple } from "./volume.ts";

/** Affine of NIfTI's method 2: rotation from the unit quaternion's b, c, d, voxel sizes, `qfac` on z, offset in mm. */
export function affineOfQuaternion(quatern: Triple, offset: Triple, spacing: Triple, qfac: number): number[] {
  let [b, c, d] = quatern;
  const squared = 1 - (b * b + c * c + d * d);
  let a = 0;
  if (squared < 1e-7) {
    // As nifti1_io.c: a half turn; rounding may leave b, c, d a little too long.
    const norm = Math.sqrt(b * b + c * c + d * d);
    b /= norm;
    c /= norm;
    d /= norm;
  } else {
    a = Math.sqrt(squared);
  }
  const [sx, sy] = spacing;
  const sz = qfac < 0 ? -spacing[2] : spacing[2];
  return [
    ...[(a * a + b * b - c * c - d * d) * sx, 2 * (b * c - a * d) * sy, 2 * (b * d + a * c) * sz, offset[0]],
    ...[2 * (b * c + a * d) * sx, (a * a + c * c - b * b - d * d) * sy, 2 * (c * d - a * b) * sz, offset[1]],
    ...[2 * (b * d - a * c) * sx, 2 * (c * d + a * b) * sy, (a * a + d * d - c * c - b * b) * sz, offset[2]],
    ...[0, 0, 0, 1],
  ];
}

/** Length of each column of an affine's 3×3 part: the voxel size in mm. */
export function columnNorms(affine: readonly number[]): [number, number, number] {
  const norm = (column: number) => Math.hypot(affine[column] ?? 0, affine[4 + column] ?? 0, affine[8 + column] ?? 0);
  return [norm(0), norm(1), norm(2)];
}

/** Quaternion and qfac of an affine, or null where its axes are not perpendicular (a qform cannot shear). */
export function quaternionOf(affine: readonly number[]): { quatern: Triple; qfac: 1 | -1 } | null {
  const norms = columnNorms(affine);
  if (!norms.every((norm) => norm > 0 && Number.isFinite(norm))) return null;
  const r: number[] = [];
  for (const row of [0, 1, 2])
    for (const column of [0, 1, 2] as const) r.push((affine[row * 4 + column] ?? 0) / norms[column]);
  const at = (row: number, column: number) => r[row * 3 + column] ?? 0;
  for (const [p, q] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    if (Math.abs(at(0, p) * at(0, q) + at(1, p) * at(1, q) + at(2, p) * at(2, q)) > 1e-5) return null;
  }
  const determinant =
    at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)) -
    at(0, 1) * (at(1, 0) * at(2, 2) - at(1, 2) * at(2, 0)) +
    at(0, 2) * (at(1, 0) * at(2, 1) - at(1, 1) * at(2, 0));
  const qfac = determinant < 0 ? -1 : 1;
  for (const row of [0, 1, 2]) r[row * 3 + 2] = at(row, 2) * qfac;
  const trace = at(0, 0) + at(1, 1) + at(2, 2);
  if (trace > 0) {
    const s = 2 * Math.sqrt(trace + 1);
    return { quatern: [(at(2, 1) - at(1, 2)) / s, (at(0, 2) - at(2, 0)) / s, (at(1, 0) - at(0, 1)) / s], qfac };
  }
  // The largest of b, c, d is taken from the diagonal, the others from it; the sign makes a ≥ 0.
  const x = at(0, 0) >= at(1, 1) && at(0, 0) >= at(2, 2) ? 0 : at(1, 1) >= at(2, 2) ? 1 : 2;
  const y = (x + 1) % 3;
  const z = (x + 2) % 3;
  const s = 2 * Math.sqrt(Math.max(0, 1 + at(x, x) - at(y, y) - at(z, z)));
  const quatern: [number, number, number] = [0, 0, 0];
  quatern[x] = s / 4;
  quatern[y] = (at(x, y) + at(y, x)) / s;
  quatern[z] = (at(x, z) + at(z, x)) / s;
  const sign = (at(z, y) - at(y, z)) / s < 0 ? -1 : 1;
  return { quatern: [quatern[0] * sign, quatern[1] * sign, quatern[2] * sign], qfac };
}
