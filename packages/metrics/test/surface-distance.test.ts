import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaWithin, distanceSum, surfelAreas, totalArea, weightedPercentile } from "../src/index.ts";
import { build, maskOf, measure, pairs, type Shape, spacings, type TestMask } from "./masks.ts";
import { plainAreas, plainScores } from "./plain-surface-distance.ts";

function scores(a: TestMask, b: TestMask, spacing: Shape) {
  const measures = measure(a, b, spacing);
  const there = measures.referenceToPrediction;
  const back = measures.predictionToReference;
  if (there === null || back === null) throw new Error("a mask is empty");
  const area = totalArea(there) + totalArea(back);
  return {
    dice: (2 * measures.overlapVoxels) / (measures.referenceVoxels + measures.predictionVoxels),
    nsd: (mm: number) => (areaWithin(there, mm) + areaWithin(back, mm)) / area,
    hausdorff: (percent: number) => Math.max(weightedPercentile(there, percent), weightedPercentile(back, percent)),
    assd: (distanceSum(there) + distanceSum(back)) / area,
  };
}

function expectPlainValues(a: TestMask, b: TestMask, spacing: Shape, percents: readonly number[] = [47.3, 93.7, 100]) {
  const fast = scores(a, b, spacing);
  const plain = plainScores(a, b, [...spacing]);
  expect(fast.dice).toBeCloseTo(plain.dice, 12);
  for (const mm of [0.5, 1, spacing[0], 2 * spacing[0], spacing[2], Math.sqrt(spacing[0] ** 2 + spacing[1] ** 2), 6]) {
    expect(fast.nsd(mm)).toBeCloseTo(plain.nsd(mm), 10);
  }
  for (const percent of percents) expect(fast.hausdorff(percent)).toBeCloseTo(plain.robustHausdorffMm(percent), 10);
  expect(fast.assd).toBeCloseTo(plain.assdMm, 10);
}

describe("the area table", () => {
  it("is the one built from canonical blocks by the cube's 48 symmetries and complement", () => {
    for (const spacing of [
      [1, 1, 1],
      [0.7, 0.7, 5],
      [0.31, 1.7, 2.3],
    ] as const) {
      const areas = surfelAreas(spacing);
      for (const [code, area] of plainAreas([...spacing]).entries()) expect(areas[code]).toBeCloseTo(area, 12);
    }
  });

  it("scales with the square of the spacing", () => {
    const one = surfelAreas([0.7, 1.1, 2]);
    const twice = surfelAreas([1.4, 2.2, 4]);
    for (const [code, area] of one.entries()) expect(twice[code]).toBeCloseTo(4 * area, 12);
  });
});

describe("surface distances", () => {
  it("have the values of the plain definition for noise and boxes on any grid", () => {
    fc.assert(
      fc.property(pairs, spacings, ([a, b], spacing) => expectPlainValues(a, b, spacing)),
      { numRuns: 120, seed: 4 },
    );
  });

  const shapes: Record<string, readonly [TestMask, TestMask, Shape]> = {
    "single voxels at opposite corners": [
      build([40, 9, 7], (x, y, z) => x + y + z === 0),
      build([40, 9, 7], (x, y, z) => x === 39 && y === 8 && z === 6),
      [0.7, 0.7, 5],
    ],
    "single slices": [
      build([20, 20, 3], (_x, _y, z) => z === 0),
      build([20, 20, 3], (_x, _y, z) => z === 2),
      [1, 1, 4],
    ],
    "a full volume against nearly all of it": [
      build([12, 11, 10], () => true),
      build([12, 11, 10], (x, y, z) => x > 0 || y > 2 || z > 3),
      [0.8, 0.8, 2],
    ],
    "thin tubes side by side": [
      build([70, 9, 9], (_x, y, z) => y === 2 && z === 2),
      build([70, 9, 9], (_x, y, z) => y === 5 && z === 6),
      [0.6, 0.9, 1.5],
    ],
    "a shell in a shell": [
      build([24, 24, 24], (x, y, z) => Math.round(Math.hypot(x - 12, y - 12, z - 12)) === 4),
      build([24, 24, 24], (x, y, z) => Math.round(Math.hypot(x - 12, y - 12, z - 12)) === 10),
      [1, 1, 1],
    ],
    "disjoint parts and a far-off false positive": [
      build([90, 12, 10], (x, y, z) => (x < 5 && y < 5 && z < 5) || (x > 20 && x < 24 && y > 6)),
      build([90, 12, 10], (x, y, z) => (x < 4 && y < 6 && z < 5) || (x === 88 && y === 11 && z === 9)),
      [0.8, 0.8, 2.5],
    ],
    "touching the border on all sides": [
      build([10, 10, 10], (x, y, z) => x === 0 || y === 9 || z === 0),
      build([10, 10, 10], (x, y, z) => x === 9 || y === 0 || z === 9),
      [1, 2, 3],
    ],
    "rows that fill whole words": [
      build([64, 4, 4], (x) => x >= 0 && x < 64),
      build([64, 4, 4], (x) => x >= 31 && x < 33),
      [0.5, 1, 1],
    ],
  };
  for (const [title, [a, b, spacing]] of Object.entries(shapes)) {
    it(`have the values of the plain definition for ${title}`, () => expectPlainValues(a, b, spacing));
  }

  it("count a distance that equals the tolerance exactly, computed from float32 spacing", () => {
    const spacing: Shape = [Math.fround(0.7), Math.fround(0.7), 5];
    const a = build([12, 3, 3], (x) => x < 4);
    const b = build([12, 3, 3], (x) => x < 6);
    const two = Math.sqrt((2 * spacing[0]) ** 2);
    const { nsd } = scores(a, b, spacing);
    expect(nsd(two)).toBe(1);
    expect(nsd(two - 1e-12)).toBeLessThan(1);
    // float32's 0.7 is below 0.7, its 0.8 above 0.8: the header's spacing decides, not the number that was meant.
    expect(nsd(1.4)).toBe(1);
    expect(scores(a, b, [Math.fround(0.8), 1, 1]).nsd(1.6)).toBeLessThan(1);
  });

  it("are 0, and NSD 1, for a mask and itself", () => {
    fc.assert(
      fc.property(pairs, spacings, ([a], spacing) => {
        const same = scores(a, a, spacing);
        expect([same.dice, same.nsd(0), same.hausdorff(100), same.assd]).toEqual([1, 1, 0, 0]);
      }),
      { numRuns: 40 },
    );
  });

  it("are symmetric in reference and prediction, and NSD grows with the tolerance", () => {
    fc.assert(
      fc.property(pairs, spacings, ([a, b], spacing) => {
        const one = scores(a, b, spacing);
        const other = scores(b, a, spacing);
        expect(one.hausdorff(95)).toBe(other.hausdorff(95));
        expect(one.assd).toBeCloseTo(other.assd, 12);
        let last = 0;
        for (const mm of [0, 0.5, 1, 2, 4, 8, 16, 1000]) {
          expect(one.nsd(mm)).toBeCloseTo(other.nsd(mm), 12);
          expect(one.nsd(mm)).toBeGreaterThanOrEqual(last);
          last = one.nsd(mm);
        }
        expect(last).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  it("do not change when axes are flipped, or permuted together with the spacing", () => {
    fc.assert(
      fc.property(pairs, spacings, fc.nat(7), ([a, b], [sx, sy, sz], flip) => {
        const original = scores(a, b, [sx, sy, sz]);
        const [nx, ny, nz] = a.shape;
        const f = (axis: number, value: number, n: number) => ((flip >> axis) & 1 ? n - 1 - value : value);
        const flipped = (m: TestMask) => build(m.shape, (x, y, z) => m.at(f(0, x, nx), f(1, y, ny), f(2, z, nz)));
        const turned = (m: TestMask) => build([nz, nx, ny], (z, x, y) => m.at(x, y, z));
        for (const same of [scores(flipped(a), flipped(b), [sx, sy, sz]), scores(turned(a), turned(b), [sz, sx, sy])]) {
          expect(same.dice).toBe(original.dice);
          expect(same.hausdorff(100)).toBeCloseTo(original.hausdorff(100), 10);
          expect(same.assd).toBeCloseTo(original.assd, 10);
          expect(same.nsd(1.05)).toBeCloseTo(original.nsd(1.05), 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("scale with the spacing when the tolerance scales too", () => {
    fc.assert(
      fc.property(pairs, spacings, ([a, b], [sx, sy, sz]) => {
        const one = scores(a, b, [sx, sy, sz]);
        const four = scores(a, b, [4 * sx, 4 * sy, 4 * sz]);
        expect(four.nsd(8)).toBeCloseTo(one.nsd(2), 12);
        expect(four.hausdorff(95)).toBe(4 * one.hausdorff(95));
        expect(four.assd).toBeCloseTo(4 * one.assd, 10);
      }),
      { numRuns: 40 },
    );
  });

  it("are the same whether far points are few and searched, or many and transformed", () => {
    // A block of noise far from a small structure: nearly all of its points are far.
    let state = 7;
    const random = () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state / 2 ** 32;
    };
    const noise = build([96, 24, 20], (x) => x < 60 && random() < 0.4);
    const small = build([96, 24, 20], (x, y, z) => x > 92 && y < 2 && z < 2);
    expectPlainValues(maskOf(noise.shape, noise.data), small, [0.7, 0.9, 2]);
  });
});
