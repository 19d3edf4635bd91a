import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  areaWithin,
  collectRuns,
  distanceSum,
  interpolatedPercentile,
  StructureMeasurer,
  type SurfaceDistances,
  totalArea,
  weightedPercentile,
} from "../src/index.ts";
import { maskOf, pairs, runsOf, type Shape, spacings } from "./masks.ts";
import { boundaryDistances, interpolated } from "./plain-boundary-distance.ts";
import { plainScores } from "./plain-surface-distance.ts";

/** Runs from which a structure is taken for noise: always, and never. */
const ALWAYS = 0;
const NEVER = Number.POSITIVE_INFINITY;
const LABELS = 4;

type Place = readonly [x: number, y: number, z: number];

/** Seeded labels from 0 to LABELS. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * (LABELS + 1));
  };
}

/** Two volumes of noise: `side` says which has a voxel: 0 the reference, 1 the prediction, 2 both, 3 neither. */
function noisePair(shape: Shape, side: (place: Place) => number): [Uint8Array, Uint8Array] {
  const [nx, ny, nz] = shape;
  const volumes: [Uint8Array, Uint8Array] = [new Uint8Array(nx * ny * nz), new Uint8Array(nx * ny * nz)];
  const [next, other] = [noise(11), noise(5)];
  for (let i = 0; i < nx * ny * nz; i++) {
    const label = next();
    const which = side([i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]);
    if (which === 0 || which === 2) volumes[0][i] = label;
    if (which === 1 || which === 2) volumes[1][i] = other();
  }
  return volumes;
}

const FORMS: Record<string, readonly [Shape, (place: Place) => number]> = {
  "throughout both volumes": [[40, 7, 5], () => 2],
  "where the other volume has none": [[70, 6, 5], ([x, y, z]) => (x * 7 + y * 3 + z * 5) & 1],
  "in two halves along x": [[90, 6, 5], ([x]) => (x < 45 ? 0 : 1)],
  "in two halves along x, the other way round": [[90, 6, 5], ([x]) => (x < 45 ? 1 : 0)],
  "in two halves along y": [[34, 16, 5], ([, y]) => (y < 8 ? 0 : 1)],
  "in two halves along z": [[34, 6, 14], ([, , z]) => (z < 7 ? 1 : 0)],
  "in opposite corners": [
    [70, 10, 10],
    ([x, y, z]) => (x < 20 && y < 4 && z < 4 ? 0 : x > 50 && y > 5 && z > 4 ? 1 : 3),
  ],
  "in two corners of a slice": [[40, 14, 5], ([x, y]) => (x < 30 && y < 5 ? 0 : x > 8 && y > 9 ? 1 : 3)],
};

function measure([a, b]: readonly [Uint8Array, Uint8Array], shape: Shape, spacing: Shape, options: object) {
  // One run is too many: both are kept as bit planes.
  const [r, p] = [a, b].map((data) => collectRuns(data, shape, Number, { maxRuns: 1 }));
  if (r === undefined || p === undefined) throw new Error("two volumes");
  const {
    surface = "surfels",
    denseRuns = ALWAYS,
    label = 1,
  } = options as {
    surface?: "surfels" | "boundary-voxels";
    denseRuns?: number;
    label?: number;
  };
  const measures = new StructureMeasurer(spacing, denseRuns).measure(r, p, label, { surface, distances: true });
  const { referenceToPrediction: there, predictionToReference: back } = measures;
  if (there === null || back === null) throw new Error("a mask is empty");
  return { there, back };
}

const nsd = (sides: { there: SurfaceDistances; back: SurfaceDistances }, mm: number) =>
  (areaWithin(sides.there, mm) + areaWithin(sides.back, mm)) / (totalArea(sides.there) + totalArea(sides.back));

describe("noise", () => {
  for (const [form, [shape, side]] of Object.entries(FORMS)) {
    for (const spacing of [
      [0.8, 0.8, 1.5],
      [0.7, 0.7, 5],
      [3, 1, 0.5],
    ] as const) {
      it(`${form}, voxels of ${spacing.join("×")} mm, has the values of the plain definitions`, () => {
        const [a, b] = noisePair(shape, side);
        const only = (data: Uint8Array) =>
          maskOf(
            shape,
            data.map((label) => (label === 1 ? 1 : 0)),
          );
        const plain = plainScores(only(a), only(b), [...spacing]);
        const surfels = measure([a, b], shape, spacing, {});
        for (const mm of [0, spacing[0], spacing[2], 2, 6, 20]) expect(nsd(surfels, mm)).toBeCloseTo(plain.nsd(mm), 10);
        for (const percent of [47.3, 95, 100]) {
          const hd = Math.max(weightedPercentile(surfels.there, percent), weightedPercentile(surfels.back, percent));
          expect(hd).toBeCloseTo(plain.robustHausdorffMm(percent), 10);
        }
        const area = totalArea(surfels.there) + totalArea(surfels.back);
        expect((distanceSum(surfels.there) + distanceSum(surfels.back)) / area).toBeCloseTo(plain.assdMm, 10);

        const boundary = boundaryDistances(only(a), only(b), spacing);
        const voxels = measure([a, b], shape, spacing, { surface: "boundary-voxels" });
        const all = [...boundary.there, ...boundary.back];
        for (const mm of [0, 1, 1.5, 6]) {
          expect(nsd(voxels, mm)).toBeCloseTo(all.filter((d) => d <= mm).length / all.length, 10);
        }
        expect(interpolatedPercentile(voxels.there, 95)).toBeCloseTo(interpolated(boundary.there, 95), 10);
        expect(interpolatedPercentile(voxels.back, 95)).toBeCloseTo(interpolated(boundary.back, 95), 10);
      });
    }
  }

  it("and any other masks have the same distances whether it is taken for noise or not", () => {
    fc.assert(
      fc.property(pairs, spacings, fc.constantFrom("surfels", "boundary-voxels"), ([a, b], spacing, surface) => {
        const [dense, sparse] = [ALWAYS, NEVER].map((points) =>
          new StructureMeasurer(spacing, points).measure(runsOf(a), runsOf(b), 1, { surface, distances: true }),
        );
        expect(dense).toEqual(sparse);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("in any two boxes has the same distances whether it is taken for noise or not", () => {
    const shape: Shape = [100, 12, 9];
    const range = (n: number) =>
      fc.tuple(fc.nat(n - 1), fc.nat(n - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
    const box = fc.tuple(range(shape[0]), range(shape[1]), range(shape[2]));
    const holds = (ranges: number[][], place: Place) =>
      ranges.every(([a = 0, b = 0], axis) => (place[axis] ?? 0) >= a && (place[axis] ?? 0) <= b);
    const totals = ({ there, back }: ReturnType<typeof measure>) =>
      [there, back].flatMap((side) => [
        ...[0, 0.8, 1.6, 3, 5, 10, 20, 40].map((mm) => areaWithin(side, mm + 1e-9)),
        distanceSum(side),
        weightedPercentile(side, 100),
      ]);
    fc.assert(
      fc.property(box, box, spacings, fc.constantFrom("surfels", "boundary-voxels"), (one, two, spacing, surface) => {
        const volumes = noisePair(
          shape,
          (at) => [3, 0, 1, 2][Number(holds(one, at)) + 2 * Number(holds(two, at))] ?? 3,
        );
        if (!volumes.every((data) => data.includes(1))) return;
        const [dense = [], sparse = []] = [ALWAYS, NEVER].map((denseRuns) =>
          totals(measure(volumes, shape, spacing, { surface, denseRuns })),
        );
        for (const [i, value] of sparse.entries()) expect(dense[i]).toBeCloseTo(value, 7);
      }),
      { numRuns: 150, seed: 6 },
    );
  });

  it("in thin or flat voxels has the same distances", () => {
    const shape: Shape = [66, 20, 18];
    for (const spacing of [
      [100, 0.1, 0.1],
      [0.1, 30, 30],
      [0.1, 0.1, 50],
      [5, 0.01, 3],
    ] as const) {
      const volumes = noisePair(shape, ([x]) => (x < 50 ? 2 : x & 1));
      for (const label of [1, LABELS]) {
        const [dense, sparse] = [ALWAYS, NEVER].map((denseRuns) =>
          measure(volumes, shape, spacing, { label, denseRuns }),
        );
        expect(dense).toEqual(sparse);
      }
    }
  });

  it("of labels and types that need more planes, or a map of values, is kept as it is", () => {
    const shape: Shape = [45, 7, 6];
    const size = 45 * 7 * 6;
    const next = noise(3);
    const data = Float64Array.from({ length: size }, () => next() * 301 - 1);
    const labelOf = (value: number | bigint) => Math.max(0, Number(value));
    const sparse = collectRuns(data, shape, labelOf);
    const dense = collectRuns(data, shape, labelOf, { maxRuns: 1 });
    const facts = (runs: typeof dense) => runs.extents.map(({ label, voxels, box }) => ({ label, voxels, box }));
    expect(dense.planes?.count).toBe(3);
    expect(facts(dense)).toEqual(facts(sparse));
    const many = Uint16Array.from({ length: size }, (_, i) => (i * 7) % 1500);
    expect(facts(collectRuns(many, shape, Number, { maxRuns: 1 }))).toEqual(facts(collectRuns(many, shape, Number)));
  });
});
