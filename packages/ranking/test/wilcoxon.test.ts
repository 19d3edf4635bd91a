import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustHolm, kendallTau } from "../src/index.ts";
import { normalUpperTail } from "../src/normal-upper-tail.ts";
import { differencesOf, testDifferences } from "../src/wilcoxon.ts";

function test(x: readonly number[], y: readonly number[]) {
  return testDifferences(differencesOf(x, y, [...x.keys()]), new Array(x.length).fill(1));
}

/** The definition, by going through all patterns of signs: ranks by counting, no distribution. */
function byAllSigns(x: readonly number[], y: readonly number[]): number {
  const differences = x.map((value, k) => value - (y[k] ?? 0)).filter((difference) => difference !== 0);
  const sizes = differences.map(Math.abs);
  const ranks = sizes.map((size) => {
    const smaller = sizes.filter((other) => other < size).length;
    return smaller + (sizes.filter((other) => other === size).length + 1) / 2;
  });
  const sumOf = (isPositive: (k: number) => boolean) =>
    ranks.reduce((sum, rank, k) => sum + (isPositive(k) ? rank : 0), 0);
  const observed = sumOf((k) => (differences[k] ?? 0) > 0);
  let atLeast = 0;
  for (let pattern = 0; pattern < 2 ** ranks.length; pattern++) {
    if (sumOf((k) => ((pattern >> k) & 1) === 1) >= observed) atLeast++;
  }
  return atLeast / 2 ** ranks.length;
}

describe("one-sided paired Wilcoxon test", () => {
  it("gives the p-values of SciPy 1.17 without ties, with ties, with zeros and beyond 50 pairs", () => {
    expect(test([0.91, 0.85, 0.88, 0.79, 0.93, 0.6], [0.9, 0.8, 0.89, 0.7, 0.91, 0.53]).greater).toBeCloseTo(
      0.046875,
      12,
    );
    const tied = test([5, 6, 7, 8, 9, 4], [4, 6, 6, 9, 7, 1]);
    expect([tied.greater, tied.less]).toEqual([0.125, 0.96875]);
    const cubes = Array.from({ length: 30 }, (_, i) => ((i * i * i) % 101) / 101);
    expect(
      test(
        cubes,
        cubes.map((_, i) => 0.4 + 0.001 * i),
      ).greater,
    ).toBeCloseTo(0.45964826364070177, 12);
    const squares = Array.from({ length: 20 }, (_, i) => (i * i) % 17);
    expect(
      test(
        squares,
        squares.map((_, i) => (3 * i) % 13),
      ).greater,
    ).toBeCloseTo(0.2704759678247239, 12);
    const many = Array.from({ length: 60 }, (_, i) => ((7 * i) % 60) / 60);
    const other = many.map((_, i) => ((11 * i + 13) % 60) / 60 - (i % 3 === 0 ? 0.1 : 0));
    expect(test(many, other).greater).toBeCloseTo(0.2992849966083225, 12);
    expect(test(many, other).less).toBeCloseTo(0.7007150033916776, 12);
  });

  it("is the share of sign patterns that reach the observed sum, for few pairs with or without ties and zeros", () => {
    const value = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 10 }), (pairs) => {
        const x = pairs.map(([a]) => a);
        const y = pairs.map(([, b]) => b);
        expect(test(x, y).greater).toBeCloseTo(byAllSigns(x, y), 12);
        expect(test(x, y).less).toBe(test(y, x).greater);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("is 1 both ways where no pair differs", () => {
    expect(test([1, 2, 3], [1, 2, 3])).toEqual({ greater: 1, less: 1 });
    expect(test(new Array(60).fill(0), new Array(60).fill(0))).toEqual({ greater: 1, less: 1 });
  });

  it("counts a case that was drawn twice like two cases", () => {
    const x = [0.5, 0.7, 0.9, 0.4];
    const y = [0.4, 0.8, 0.6, 0.2];
    const drawn = testDifferences(differencesOf(x, y, [0, 1, 2, 3]), [2, 0, 3, 1]);
    expect(drawn).toEqual(test([0.5, 0.5, 0.9, 0.9, 0.9, 0.4], [0.4, 0.4, 0.6, 0.6, 0.6, 0.2]));
  });
});

describe("normalUpperTail", () => {
  it("gives known tails far out, on both sides of the switch between series and fraction", () => {
    expect(normalUpperTail(0)).toBe(0.5);
    expect(normalUpperTail(1.96) / 0.0249978951482204).toBeCloseTo(1, 12);
    expect(normalUpperTail(5) / 2.8665157187919333e-7).toBeCloseTo(1, 12);
    expect(normalUpperTail(10) / 7.61985302416047e-24).toBeCloseTo(1, 12);
    expect(normalUpperTail(-1.96) + normalUpperTail(1.96)).toBeCloseTo(1, 14);
    expect(normalUpperTail(2 - 1e-13) / normalUpperTail(2)).toBeCloseTo(1, 11);
  });
});

describe("adjustHolm", () => {
  it("multiplies the k-th smallest of m by m − k + 1, keeps the order monotone and caps at 1", () => {
    expect([...adjustHolm([0.01, 0.04, 0.03, 0.5])]).toEqual([0.04, 0.09, 0.09, 0.5]);
    expect([...adjustHolm([0.9, 0.8])]).toEqual([1, 1]);
    expect([...adjustHolm([])]).toEqual([]);
  });
});

describe("kendallTau", () => {
  it("is τ-b: 1 for the same order, −1 for the reverse, corrected for ties on both sides", () => {
    expect(kendallTau([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
    expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(kendallTau([1, 2, 2, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(0.7378647873726218, 12);
  });

  it("is 1 where both tie everything, 0 where only one does, and undefined for a single entry", () => {
    expect(kendallTau([1, 1], [1, 1])).toBe(1);
    expect(kendallTau([1, 1], [1, 2])).toBe(0);
    expect(kendallTau([1], [1])).toBeNaN();
  });
});
