import { describe, expect, it } from "vitest";
import { entryQuality } from "../src/entry-quality.ts";
import { chooseEntries } from "../src/index.ts";

const NAMES = new Map([
  [1, "liver"],
  [2, "aorta"],
]);
const figures = (dice: number[], nsd: number[], medianMs = 100) => ({ labels: [1, 2], dice, nsd, medianMs });
const metric = (name: "dice" | "nsd" | "time", weight = 1) => ({
  ...{ name, weight },
  direction: name === "time" ? ("lower" as const) : ("higher" as const),
});

describe("how good a result is", () => {
  it.each([
    ["the mean of DSC and NSD", { metrics: [metric("dice"), metric("nsd")] }, 0.55],
    [
      "with the metrics' weights, time aside",
      { metrics: [metric("dice", 3), metric("nsd"), metric("time", 9)] },
      0.575,
    ],
    ["by one metric alone", { metrics: [metric("nsd")] }, 0.5],
    [
      "over the ranked structures, by their weights",
      { metrics: [metric("dice")], structures: [{ name: "aorta", weight: 2 }] },
      0.4,
    ],
    ["by the time where nothing else ranks", { metrics: [metric("time")] }, -100],
  ])("is %s", (_what, rules, expected) => {
    expect(entryQuality(figures([0.8, 0.4], [0.6, 0.4]), rules, NAMES)).toBeCloseTo(expected, 12);
  });

  it("leaves out what is not counted", () => {
    expect(entryQuality(figures([-1, 0.4], [-1, -1]), { metrics: [metric("dice"), metric("nsd")] }, NAMES)).toBe(0.2);
  });
});

describe("of a team's submissions", () => {
  const of = (id: string, hour: number, quality: number, more = {}) => ({
    ...{ id, teamId: "a", baseline: false, chosen: false, quality, createdAt: new Date(hour * 3_600_000) },
    ...more,
  });
  const all = [
    of("1", 1, 0.5),
    of("2", 2, 0.9),
    of("3", 3, 0.9, { chosen: true }),
    of("4", 4, 0.1),
    of("b", 5, 0.2, { baseline: true }),
  ];
  it.each([
    ["best", ["b", "2"]],
    ["latest", ["b", "4"]],
    ["chosen", ["b", "3"]],
    ["all", ["1", "2", "3", "4", "b"]],
  ] as const)("%s counts, and each baseline for itself", (rule, expected) => {
    expect(chooseEntries(all, rule).map(({ id }) => id)).toEqual(expected);
  });
});
