import type { VolumeHeader } from "./volume.ts";

/** Largest difference of two affine entries, in mm, that still counts as the same geometry. */
export const AFFINE_TOLERANCE_MM = 1e-3;

export interface GeometryDifference {
  readonly field: "shape" | "affine";
  readonly expected: string;
  readonly actual: string;
  readonly message: string;
}

type Geometry = Pick<VolumeHeader, "shape" | "affine">;

/**
 * Compares shape and, where asked, the whole affine of two volumes. The same anatomy stored with other axes has another
 * affine and is a difference: voxels are compared by index, never resampled.
 * @returns null where they agree, else the first difference with both values.
 */
export function compareGeometry(
  expected: Geometry,
  actual: Geometry,
  options: { readonly affine: boolean },
): GeometryDifference | null {
  if (expected.shape.some((size, axis) => size !== actual.shape[axis])) {
    return difference("shape", expected.shape.join("×"), actual.shape.join("×"));
  }
  if (!options.affine) return null;
  const apart = expected.affine.some(
    (value, i) => !(Math.abs(value - (actual.affine[i] ?? Number.NaN)) <= AFFINE_TOLERANCE_MM),
  );
  return apart ? difference("affine", describeAffine(expected.affine), describeAffine(actual.affine)) : null;
}

function difference(field: "shape" | "affine", expected: string, actual: string): GeometryDifference {
  return { field, expected, actual, message: `${field} is ${actual}, expected ${expected}` };
}

/** The affine's upper three rows, as a matrix in one line. */
function describeAffine(affine: readonly number[]): string {
  const rows = [0, 4, 8].map((start) =>
    affine
      .slice(start, start + 4)
      .map((value) => Number(value.toPrecision(7)))
      .join(" "),
  );
  return `[${rows.join("; ")}]`;
}
