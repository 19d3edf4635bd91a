import type { SurfaceDistances } from "./measure-structure.ts";

/** Total area of the surface's points, mm² (their number for boundary voxels). */
export function totalArea(surface: SurfaceDistances): number {
  return areaWithin(surface, Number.POSITIVE_INFINITY);
}

/** Area of the points at `distance <= toleranceMm`. */
export function areaWithin(surface: SurfaceDistances, toleranceMm: number): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  let area = 0;
  for (let i = 0; i < distancesMm.length && (distancesMm[i] ?? 0) <= toleranceMm; i++) {
    for (let j = 0; j < classes; j++) area += (counts[i * classes + j] ?? 0) * (classAreas[j] ?? 0);
  }
  return area;
}

/** Sum of distance × area over the surface, mm³. */
export function distanceSum(surface: SurfaceDistances): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  let sum = 0;
  for (let i = 0; i < distancesMm.length; i++) {
    let area = 0;
    for (let j = 0; j < classes; j++) area += (counts[i * classes + j] ?? 0) * (classAreas[j] ?? 0);
    sum += (distancesMm[i] ?? 0) * area;
  }
  return sum;
}

/** Largest distance, mm: the directed Hausdorff distance. */
export function maximumDistance(surface: SurfaceDistances): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  for (let i = distancesMm.length - 1; i >= 0; i--) {
    for (let j = 0; j < classes; j++) if ((counts[i * classes + j] ?? 0) > 0) return distancesMm[i] ?? 0;
  }
  return 0;
}
