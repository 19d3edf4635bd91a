import type { Vec3 } from "./vector.ts";

/** A voxel grid in patient space (RAS+ millimetres), x fastest. `originMm` is the centre of voxel (0, 0, 0). */
export interface Grid {
  readonly shape: Vec3;
  readonly spacingMm: Vec3;
  readonly originMm: Vec3;
}

/** What the anatomy needs, in millimetres: with these sizes every structure of every patient lies inside. */
export const FIELD_OF_VIEW_MM: Vec3 = [384, 384, 576];

export const DEFAULT_SHAPE: Vec3 = [128, 128, 128];
export const DEFAULT_SPACING_MM: Vec3 = [3, 3, 4.5];

/** The grid whose field of view (shape times spacing) is centred on the anatomy. */
export function centredGrid(shape: Vec3, spacingMm: Vec3): Grid {
  const origin = (axis: 0 | 1 | 2): number => (-(shape[axis] - 1) / 2) * spacingMm[axis];
  return { shape, spacingMm, originMm: [origin(0), origin(1), origin(2)] };
}

/**
 * Shape and spacing of a scan. The anatomy never stretches: what is left out follows from the default field of view, so
 * a spacing alone changes the number of voxels, a shape alone their size. Given both, their product is the field of
 * view, centred on the anatomy, and what lies outside it is not scanned.
 */
export function chooseSampling(wish: { shape?: Vec3 | undefined; spacingMm?: Vec3 | undefined }): {
  shape: Vec3;
  spacingMm: Vec3;
} {
  const { shape, spacingMm } = wish;
  if (shape && spacingMm) return { shape, spacingMm };
  if (spacingMm) {
    const count = (axis: 0 | 1 | 2): number => Math.ceil(FIELD_OF_VIEW_MM[axis] / spacingMm[axis] - 1e-6);
    return { shape: [count(0), count(1), count(2)], spacingMm };
  }
  if (shape) {
    const size = (axis: 0 | 1 | 2): number => FIELD_OF_VIEW_MM[axis] / shape[axis];
    return { shape, spacingMm: [size(0), size(1), size(2)] };
  }
  return { shape: DEFAULT_SHAPE, spacingMm: DEFAULT_SPACING_MM };
}

/** The 4×4 matrix, row by row in one list of 16, from voxel index to RAS+ millimetres. */
export function affineOf({ spacingMm: [sx, sy, sz], originMm: [ox, oy, oz] }: Grid): number[] {
  return [sx, 0, 0, ox, 0, sy, 0, oy, 0, 0, sz, oz, 0, 0, 0, 1];
}
