import { describe, expect, it } from "vitest";
import { formatLabelMap, parseLabelMap } from "../src/index.ts";

describe("a label map", () => {
  it("is read as pairs, one a line too, and as JSON", () => {
    const map = { "1": 8, "5": 6, "7": 0 };
    for (const text of ["1=8, 5=6, 7=0", "1=8\n5 = 6\n007=0\n", ' {"1": 8, "5": 6, "7": 0} '])
      expect(parseLabelMap(text)).toEqual({ map });
    expect(parseLabelMap(formatLabelMap(map))).toEqual({ map });
  });

  it("is refused with what is wrong with it", () => {
    for (const text of ["", "1", "1=x", "liver=6", "1=8=9", "70000=1", "1=-2", "1=1.5"])
      expect(parseLabelMap(text), text).toHaveProperty("problem");
    expect(parseLabelMap("1=8, 01=9")).toEqual({ problem: "Label 1 is mapped twice." });
  });
});
