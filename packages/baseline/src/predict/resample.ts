import type { Triple } from "../model/variant.ts";

export interface Sampled {
  readonly data: Float32Array;
  readonly shape: Triple;
}

/** Shape of the grid of `toMm` voxels over the same field of view. */
export function resampledShape(shape: Triple, fromMm: Triple, toMm: Triple): Triple {
  const count = (axis: 0 | 1 | 2): number => Math.max(1, Math.round((shape[axis] * fromMm[axis]) / toMm[axis]));
  return [count(0), count(1), count(2)];
}

/**
 * Resamples a volume (x fastest) to another number of voxels over the same field of view: along each axis a target
 * voxel is the average of the source under it (when shrinking) or linear between neighbours (when growing).
 */
export function resample(data: ArrayLike<number>, shape: Triple, target: Triple): Sampled {
  let current: Float32Array = new Float32Array(data);
  const size: [number, number, number] = [shape[0], shape[1], shape[2]];
  for (const axis of [0, 1, 2] as const) {
    if (size[axis] === target[axis]) continue;
    current = resampleAxis(current, size, axis, target[axis]);
    size[axis] = target[axis];
  }
  return { data: current, shape: target };
}

function resampleAxis(data: Float32Array, shape: Triple, axis: 0 | 1 | 2, count: number): Float32Array {
  const stride = axis === 0 ? 1 : axis === 1 ? shape[0] : shape[0] * shape[1];
  const outer = axis === 0 ? shape[1] * shape[2] : axis === 1 ? shape[2] : 1;
  const length = shape[axis];
  const out = new Float32Array(outer * count * stride);
  const taps = Array.from({ length: count }, (_, i) => tapsAt(i, count, length));
  for (let block = 0; block < outer; block++) {
    for (const [i, { first, weights }] of taps.entries()) {
      const to = (block * count + i) * stride;
      for (const [tap, weight] of weights.entries()) {
        const from = (block * length + first + tap) * stride;
        for (let s = 0; s < stride; s++) {
          out[to + s] = (out[to + s] as number) + weight * (data[from + s] as number);
        }
      }
    }
  }
  return out;
}

/** Source voxels and weights of target voxel `i`: a tent as wide as the larger of both voxel sizes. */
function tapsAt(i: number, count: number, length: number): { first: number; weights: number[] } {
  const ratio = length / count;
  const centre = (i + 0.5) * ratio - 0.5;
  const reach = Math.max(1, ratio);
  const first = Math.max(0, Math.ceil(centre - reach));
  const last = Math.min(length - 1, Math.floor(centre + reach));
  const weights: number[] = [];
  for (let s = first; s <= last; s++) weights.push(Math.max(0, 1 - Math.abs(s - centre) / reach));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length)) };
}

/** Label maps go back by taking, for each voxel, the label of the voxel that holds its centre. */
export function expandLabels(labels: Uint8Array, shape: Triple, target: Triple): Uint8Array {
  if (shape.every((size, axis) => size === target[axis])) return labels;
  const nearest = (axis: 0 | 1 | 2): Int32Array =>
    Int32Array.from({ length: target[axis] }, (_, i) =>
      Math.min(shape[axis] - 1, Math.floor(((i + 0.5) * shape[axis]) / target[axis])),
    );
  const [xs, ys, zs] = [nearest(0), nearest(1), nearest(2)];
  const out = new Uint8Array(target[0] * target[1] * target[2]);
  let at = 0;
  for (const z of zs) {
    for (const y of ys) {
      const row = (z * shape[1] + y) * shape[0];
      for (const x of xs) out[at++] = labels[row + x] as number;
    }
  }
  return out;
}
