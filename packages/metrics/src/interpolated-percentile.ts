import type { SurfaceDistances } from "./measure-structure.ts";

/**
 * Percentile of unweighted distances with linear interpolation between neighbours, as `numpy.percentile` (its default
 * method, Hyndman and Fan's type 7), which MONAI's `compute_hausdorff_distance` calls.
 * @param percent 0 to 100.
 */
export function interpolatedPercentile(surface: SurfaceDistances, percent: number): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  const countAt = (i: number) => {
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += counts[i * classes + j] ?? 0;
    return sum;
  };
  let elements = 0;
  for (let i = 0; i < distancesMm.length; i++) elements += countAt(i);
  const at = (elements - 1) * (percent / 100);
  const lower = Math.floor(at);
  const fraction = at - lower;
  let seen = 0;
  let low: number | undefined;
  for (let i = 0; i < distancesMm.length; i++) {
    seen += countAt(i);
    if (low === undefined && seen > lower) low = distancesMm[i] ?? 0;
    if (low !== undefined && (fraction === 0 || seen > lower + 1)) {
      const high = fraction === 0 ? low : (distancesMm[i] ?? 0);
      return fraction >= 0.5 ? high - (high - low) * (1 - fraction) : low + (high - low) * fraction;
    }
  }
  return distancesMm.at(-1) ?? 0;
}
