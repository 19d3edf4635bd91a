import { TENT_REACH, TENTS, type Triple, type Variant } from "../model/variant.ts";
import { type Body, placeInBody } from "../predict/locate-body.ts";
import type { FeatureMap } from "./feature-maps.ts";

/**
 * Writes the features of one voxel: for each branch and window the 27 taps (z slowest, x fastest), then the tents along
 * x, y and z. The order is that of the rows of `Weights.first`.
 */
export function gatherFeatures(
  variant: Variant,
  maps: readonly (readonly FeatureMap[])[],
  body: Body,
  voxel: Triple,
  out: Float32Array,
  offset: number,
): void {
  let at = offset;
  for (const [index, { dilation }] of variant.branches.entries()) {
    for (const { data, shape, pad } of maps[index] ?? []) {
      for (let dz = -1; dz <= 1; dz++) {
        const z = voxel[2] + pad[2] + dz * dilation[2];
        for (let dy = -1; dy <= 1; dy++) {
          const y = voxel[1] + pad[1] + dy * dilation[1];
          const row = (z * shape[1] + y) * shape[0] + voxel[0] + pad[0];
          for (let dx = -1; dx <= 1; dx++) out[at++] = data[row + dx * dilation[0]] as number;
        }
      }
    }
  }
  for (const axis of [0, 1, 2] as const) {
    const place = placeInBody(body, axis, voxel[axis]);
    const step = (2 * TENT_REACH) / (TENTS[axis] - 1);
    for (let k = 0; k < TENTS[axis]; k++) {
      out[at++] = Math.max(0, 1 - Math.abs(place - (k * step - TENT_REACH)) / step);
    }
  }
}
