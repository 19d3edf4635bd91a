import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankScores } from "../src/index.ts";

describe("rankScores", () => {
  it("gives ties the smaller rank and skips the ranks they take up", () => {
    expect([...rankScores([0.9, 0.7, 0.9, 0.8], "higher")]).toEqual([1, 4, 1, 3]);
    expect([...rankScores([0.9, 0.7, 0.9, 0.8], "lower")]).toEqual([3, 1, 3, 2]);
  });

  it("ranks what has no score after every score, sharing one rank", () => {
    expect([...rankScores([Number.NaN, 0, Number.NaN, -5], "higher")]).toEqual([3, 1, 3, 2]);
    expect([...rankScores([Number.NaN, 1e9], "lower")]).toEqual([2, 1]);
  });

  it("takes scores for equal that differ only by the order of a sum", () => {
    const forward = 0.7 + 0.8 + 0.9;
    const backward = 0.9 + 0.8 + 0.7;
    expect(forward).not.toBe(backward);
    expect([...rankScores([forward, backward], "higher")]).toEqual([1, 1]);
    expect([...rankScores([0.9, 0.9 - 1e-9], "higher")]).toEqual([1, 2]);
  });

  it("is one more than the number of better scores", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 }), (scores) => {
        const expected = scores.map((score) => 1 + scores.filter((other) => other > score).length);
        expect([...rankScores(scores, "higher")]).toEqual(expected);
      }),
    );
  });
});
