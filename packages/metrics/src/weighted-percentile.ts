import type { SurfaceDistances } from "./measure-structure.ts";

/** Closer to the wanted fraction than this, rounding decides, and the sums are made as the original makes them. */
const TIE = 1e-9;

/**
 * Area-weighted percentile of one directed surface distance as `compute_robust_hausdorff` of surface-distance has it:
 * with the elements ordered by (distance, area), the distance of the first one at which the running area, divided by
 * the total, reaches the fraction.
 * Where the running area meets the fraction exactly, the original's float64 rounding decides: a running sum, one element
 * at a time, over NumPy's pairwise total. Such ties are real (any 20 equal surfels at 95 %), so they are summed in
 * the same order; the counts of all other elements make it exact without any sorting.
 * @param percent 0 to 100.
 */
export function weightedPercentile(surface: SurfaceDistances, percent: number): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  const wanted = percent / 100;
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += (counts[i] ?? 0) * (classAreas[i % classes] ?? 0);
  let running = 0;
  for (let i = 0; i < distancesMm.length; i++) {
    for (let j = 0; j < classes; j++) running += (counts[i * classes + j] ?? 0) * (classAreas[j] ?? 0);
    if (Math.abs(running / total - wanted) < TIE) return percentileInOrder(surface, wanted);
    if (running / total >= wanted) return distancesMm[i] ?? 0;
  }
  return distancesMm.at(-1) ?? 0;
}

function percentileInOrder(surface: SurfaceDistances, wanted: number): number {
  const { distancesMm, classAreas, counts } = surface;
  const classes = classAreas.length;
  const elements = counts.reduce((sum, count) => sum + count, 0);
  const areas = new Float64Array(elements);
  let next = 0;
  for (let i = 0; i < counts.length; i++) {
    areas.fill(classAreas[i % classes] ?? 0, next, next + (counts[i] ?? 0));
    next += counts[i] ?? 0;
  }
  const total = pairwiseSum(areas, 0, elements);
  let running = 0;
  let place = 0;
  while (place < elements) {
    running += areas[place] ?? 0;
    if (running / total >= wanted) break;
    place++;
  }
  place = Math.min(place, elements - 1);
  for (let i = 0; i < distancesMm.length; i++) {
    for (let j = 0; j < classes; j++) place -= counts[i * classes + j] ?? 0;
    if (place < 0) return distancesMm[i] ?? 0;
  }
  return distancesMm.at(-1) ?? 0;
}

/** NumPy's `add.reduce` of a float64 array: eight running sums in blocks of up to 128, halved above. */
function pairwiseSum(values: Float64Array, start: number, length: number): number {
  if (length < 8) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[start + i] ?? 0;
    return sum;
  }
  if (length > 128) {
    let half = Math.floor(length / 2);
    half -= half % 8;
    return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, length - half);
  }
  const r = Array.from({ length: 8 }, (_, lane) => values[start + lane] ?? 0);
  let i = 8;
  for (; i < length - (length % 8); i += 8) {
    for (let lane = 0; lane < 8; lane++) r[lane] = (r[lane] ?? 0) + (values[start + i + lane] ?? 0);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = r;
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (; i < length; i++) sum += values[start + i] ?? 0;
  return sum;
}
