import { PADDING_HU, type Triple, type Variant, WINDOWS } from "../model/variant.ts";

/** A windowed scan averaged as one branch does it, with `pad` voxels of air around. */
export interface FeatureMap {
  readonly data: Float32Array;
  readonly shape: Triple;
  readonly pad: Triple;
}

/** Maps by branch, then window: what the first layer of the model sees, computed for a whole scan. */
export function computeFeatureMaps(variant: Variant, data: ArrayLike<number>, shape: Triple): FeatureMap[][] {
  return variant.branches.map(({ pool, dilation }) =>
    WINDOWS.map(({ low, high }) => {
      const radius = (axis: 0 | 1 | 2): number => (pool[axis] - 1) / 2;
      const pad: Triple = [radius(0) + dilation[0], radius(1) + dilation[1], radius(2) + dilation[2]];
      const size: Triple = [shape[0] + 2 * pad[0], shape[1] + 2 * pad[1], shape[2] + 2 * pad[2]];
      const value = (hu: number): number => (Math.min(high, Math.max(low, hu)) - (low + high) / 2) * (2 / (high - low));
      let map = new Float32Array(size[0] * size[1] * size[2]).fill(value(PADDING_HU));
      for (let z = 0; z < shape[2]; z++) {
        for (let y = 0; y < shape[1]; y++) {
          const from = (z * shape[1] + y) * shape[0];
          const to = ((z + pad[2]) * size[1] + y + pad[1]) * size[0] + pad[0];
          for (let x = 0; x < shape[0]; x++) map[to + x] = value(data[from + x] ?? PADDING_HU);
        }
      }
      for (const axis of [0, 1, 2] as const) map = averageAlong(map, size, axis, radius(axis));
      return { data: map, shape: size, pad };
    }),
  );
}

/** Running mean over 2·radius + 1 voxels; the edges, which no tap reads, keep their values. */
function averageAlong(map: Float32Array<ArrayBuffer>, size: Triple, axis: 0 | 1 | 2, radius: number) {
  if (radius === 0) return map;
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const length = size[axis];
  const out = Float32Array.from(map);
  const lines = map.length / length;
  for (let line = 0; line < lines; line++) {
    const start = Math.floor(line / stride) * stride * length + (line % stride);
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum += map[start + i * stride] as number;
      if (i > 2 * radius) sum -= map[start + (i - 2 * radius - 1) * stride] as number;
      if (i >= 2 * radius) out[start + (i - radius) * stride] = sum / (2 * radius + 1);
    }
  }
  return out;
}
