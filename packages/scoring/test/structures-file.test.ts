import { structuresFileSchema } from "@bodymark/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainlyValid } from "../src/index.ts";

/** Mostly what is right, now and then what is not. */
const mostly = (right: readonly unknown[], wrong: readonly unknown[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
const NO_TOLERANCE = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "1", null];
const row = fc.record(
  {
    label: mostly([1, 2, 3, 65535], [0, 1.5, 70000, "1"]),
    name: mostly(["liver", "spleen", "aorta"], ["", "x".repeat(201), 3]),
    toleranceMm: mostly([1, 1.5, [1], [1, 2]], [...NO_TOLERANCE, [], [1, 0]]),
    groups: mostly([["small"], []], ["small", [1]]),
    flareToleranceMm: mostly([2], NO_TOLERANCE),
    note: fc.constant("extra"),
  },
  { requiredKeys: ["label", "name", "toleranceMm"] },
);
const files = fc.record(
  {
    structures: fc.array(row, { maxLength: 3 }),
    otherLabels: mostly(["invalid", "background"], ["x"]),
    title: fc.constant(1),
  },
  { requiredKeys: ["structures"] },
);

describe("the quick check of a structures file", () => {
  it("accepts nothing that the schema refuses", () => {
    let accepted = 0;
    fc.assert(
      fc.property(files, (file) => {
        if (!isPlainlyValid(file)) return;
        accepted++;
        expect(file).toMatchObject(structuresFileSchema.parse(file));
      }),
      { numRuns: 5000, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it("accepts the usual file and nothing that is no file", () => {
    expect(isPlainlyValid({ structures: [{ label: 1, name: "aorta", toleranceMm: 1, groups: ["tubular"] }] })).toBe(
      true,
    );
    for (const value of [null, 1, [], {}, { structures: [] }]) expect(isPlainlyValid(value)).toBe(false);
  });
});
