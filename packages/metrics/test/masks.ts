import fc from "fast-check";
import { collectRuns, type LabelRuns, StructureMeasurer, type StructureMeasures } from "../src/index.ts";
import type { Mask } from "./plain-surface-distance.ts";

export type Shape = readonly [number, number, number];

/** A mask as label 1 of a small volume. */
export interface TestMask extends Mask {
  readonly data: Uint8Array;
}

export function maskOf(shape: Shape, data: Uint8Array): TestMask {
  return { shape, data, at: (x, y, z) => data[x + shape[0] * (y + shape[1] * z)] === 1 };
}

export function build(shape: Shape, inside: (x: number, y: number, z: number) => boolean): TestMask {
  const data = new Uint8Array(shape[0] * shape[1] * shape[2]);
  let i = 0;
  for (let z = 0; z < shape[2]; z++) {
    for (let y = 0; y < shape[1]; y++) for (let x = 0; x < shape[0]; x++) data[i++] = inside(x, y, z) ? 1 : 0;
  }
  return maskOf(shape, data);
}

export function runsOf(mask: TestMask, maxRuns?: number): LabelRuns {
  return collectRuns(mask.data, mask.shape, Number, maxRuns === undefined ? {} : { maxRuns });
}

export function measure(a: TestMask, b: TestMask, spacing: Shape): StructureMeasures {
  return new StructureMeasurer(spacing).measure(runsOf(a), runsOf(b), 1, { surface: "surfels", distances: true });
}

const size = (most: number) => fc.integer({ min: 1, max: most });
export const spacings = fc.constantFrom<Shape>([1, 1, 1], [0.7, 0.7, 5], [3, 3, 4.5], [0.8, 1.1, 2.5], [2.5, 0.7, 0.9]);

/** Two masks of one shape: noise of any density, or boxes; rows longer than one and two words now and then. */
export const pairs = fc
  .tuple(fc.oneof(size(9), fc.constantFrom(31, 32, 33, 64, 70)), size(7), size(6))
  .chain(([nx, ny, nz]) => {
    const voxels = nx * ny * nz;
    const noise = fc
      .tuple(
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 99 }), { minLength: voxels, maxLength: voxels }),
      )
      .map(([density, values]) => Uint8Array.from(values, (value) => (value < density ? 1 : 0)));
    const box = fc
      .tuple(...[nx, ny, nz].map((n) => fc.tuple(fc.nat(n - 1), fc.nat(n - 1))))
      .map(([x = [0, 0], y = [0, 0], z = [0, 0]]) => {
        const within = ([a, b]: readonly number[], v: number) =>
          v >= Math.min(a ?? 0, b ?? 0) && v <= Math.max(a ?? 0, b ?? 0);
        return build([nx, ny, nz], (i, j, k) => within(x, i) && within(y, j) && within(z, k)).data;
      });
    const one = fc.oneof(noise, box).filter((data) => data.includes(1));
    return fc.tuple(one, one).map(([a, b]) => [maskOf([nx, ny, nz], a), maskOf([nx, ny, nz], b)] as const);
  });
