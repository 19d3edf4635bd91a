import { METRICS, type Metric, parseMetric, type Structure, type StructureScore } from "@bodymark/contracts";
import { describe, expect, it } from "vitest";
import { type ScoreOptions, StructureMeasurer, scoreStructure } from "../src/index.ts";
import { build, runsOf, type Shape, type TestMask } from "./masks.ts";
import { boundaryDistances, interpolated as percentile } from "./plain-boundary-distance.ts";

const SPACING: Shape = [0.8, 0.9, 2];
const STRUCTURE: Structure = { label: 1, name: "liver", toleranceMm: 1, flareToleranceMm: 2 };

function score(
  a: TestMask,
  b: TestMask,
  definition: ScoreOptions["definition"],
  structure: Structure = STRUCTURE,
  metrics: ReadonlySet<Metric> = new Set(METRICS),
): StructureScore {
  const options: ScoreOptions = { definition, metrics, spacingMm: SPACING };
  return scoreStructure(new StructureMeasurer(SPACING), runsOf(a), runsOf(b), structure, options);
}

const SHAPE: Shape = [20, 16, 10];
const empty = build(SHAPE, () => false);
const ball = (cx: number, radius: number) =>
  build(SHAPE, (x, y, z) => ((x - cx) * 0.8) ** 2 + ((y - 8) * 0.9) ** 2 + ((z - 5) * 2) ** 2 < radius ** 2);
const DIAGONAL = Math.sqrt((20 * 0.8) ** 2 + (16 * 0.9) ** 2 + (10 * 2) ** 2);

describe("monai", () => {
  it("counts boundary voxels, NSD at 1.5 mm, percentiles interpolated", () => {
    const [a, b] = [ball(9, 6), ball(11, 5.2)];
    const { there, back } = boundaryDistances(a, b, SPACING);
    const both = [...there, ...back];
    const result = score(a, b, "monai");
    expect(result.nsd).toBeCloseTo(both.filter((d) => d <= 1.5).length / both.length, 12);
    expect(result.hd95Mm).toBeCloseTo(Math.max(percentile(there, 95), percentile(back, 95)), 10);
    expect(result.assdMm).toBeCloseTo(both.reduce((sum, d) => sum + d, 0) / both.length, 10);
    expect(result.dice).toBe(score(a, b, "surface-distance").dice);
  });
});

describe("bodymaps-2024", () => {
  const [a, b] = [ball(9, 6), ball(11, 5.2)];

  it("counts boundary voxels at 1 mm and has 1 more in Dice's denominator", () => {
    const { there, back } = boundaryDistances(a, b, SPACING);
    const both = [...there, ...back];
    const result = score(a, b, "bodymaps-2024");
    const count = (m: TestMask) => m.data.reduce((sum, v) => sum + v, 0);
    const overlap = a.data.reduce((sum, v, i) => sum + v * (b.data[i] ?? 0), 0);
    expect(result.nsd).toBeCloseTo(both.filter((d) => d <= 1).length / both.length, 12);
    expect(result.dice).toBe((2 * overlap) / (count(a) + count(b) + 1));
  });

  it("leaves a structure out that the reference lacks, and scores an empty prediction 0", () => {
    expect(score(empty, b, "bodymaps-2024")).toMatchObject({
      status: "reference-empty",
      dice: null,
      nsd: null,
      hd95Mm: null,
    });
    expect(score(a, empty, "bodymaps-2024")).toMatchObject({ status: "prediction-empty", dice: 0, nsd: 0 });
  });
});

describe("flare", () => {
  const tube = (from: number, to: number) =>
    build(SHAPE, (x, y, z) => Math.hypot(x - 9, y - 8) < 3 && z >= from && z <= to);
  const aorta: Structure = { ...STRUCTURE, name: "aorta" };

  it("scores tubes on the reference's slices without the last one, other structures whole", () => {
    const reference = tube(2, 6);
    const longer = tube(0, 9);
    expect(score(reference, longer, "flare", aorta)).toMatchObject({ dice: 1, nsd: 1, hd95Mm: 0 });
    expect(score(reference, longer, "flare").dice).toBeLessThan(0.7);
    // What is wrong in the last slice of the reference alone goes unseen: so the original does it.
    expect(score(reference, tube(2, 5), "flare", aorta)).toMatchObject({ dice: 1, nsd: 1 });
    expect(score(tube(4, 4), tube(4, 4), "flare", aorta)).toMatchObject({ dice: 1, status: "ok" });
  });

  it("uses its own tolerance, gives both empty 1, and no NSD below Dice 0.2", () => {
    expect(score(ball(9, 6), ball(11, 5.2), "flare").nsd).toBe(
      score(ball(9, 6), ball(11, 5.2), "surface-distance", { ...STRUCTURE, toleranceMm: 2 }).nsd,
    );
    expect(score(empty, empty, "flare")).toMatchObject({ status: "both-empty", dice: 1, nsd: 1, hd95Mm: null });
    const apart = score(ball(5, 4), ball(12, 4), "flare");
    expect(apart.dice).toBeLessThan(0.2);
    expect(apart.nsd).toBe(0);
    expect(apart.hd95Mm).toBeGreaterThan(0);
  });

  it("without a tolerance is wrong usage", () => {
    expect(() => score(ball(9, 6), ball(9, 6), "flare", { label: 1, name: "bladder", toleranceMm: 1 })).toThrow(
      "flareToleranceMm",
    );
  });
});

describe("a structure that one side lacks", () => {
  it("scores 0 and the image's diagonal, with both volumes", () => {
    const voxels = ball(9, 6).data.reduce((sum, v) => sum + v, 0);
    expect(score(ball(9, 6), empty, "surface-distance")).toEqual({
      label: 1,
      name: "liver",
      status: "prediction-empty",
      dice: 0,
      nsd: 0,
      hd95Mm: DIAGONAL,
      assdMm: DIAGONAL,
      referenceVolumeMm3: voxels * (SPACING[0] * SPACING[1] * SPACING[2]),
      predictionVolumeMm3: 0,
    });
    expect(score(empty, ball(9, 6), "surface-distance")).toMatchObject({
      status: "reference-empty",
      dice: 0,
      nsd: 0,
      hd95Mm: DIAGONAL,
    });
    expect(score(empty, empty, "surface-distance")).toMatchObject({
      status: "both-empty",
      dice: null,
      nsd: null,
      hd95Mm: null,
      assdMm: null,
    });
  });

  it("has one NSD per tolerance where the file lists tolerances, even one", () => {
    const listed = score(ball(9, 6), ball(10, 6), "surface-distance", { ...STRUCTURE, toleranceMm: [1, 1.5] });
    expect(Object.keys(listed.nsd ?? {})).toEqual(["1", "1.5"]);
    expect(score(ball(9, 6), empty, "surface-distance", { ...STRUCTURE, toleranceMm: [2] }).nsd).toEqual({ "2": 0 });
    expect(typeof score(ball(9, 6), ball(10, 6), "monai", { ...STRUCTURE, toleranceMm: [1, 2] }).nsd).toBe("number");
  });
});

describe("metrics beyond the four", () => {
  const all = new Set<Metric>(["hd", "hd50", "hd95", "hd97.5", "hd100", "volume-error"]);
  const [a, b] = [ball(9, 6), ball(11, 5.2)];
  const count = (m: TestMask) => m.data.reduce((sum, v) => sum + v, 0);

  it("are named in one way each, and nothing else is a metric", () => {
    expect(["dice", "hd", "hd95", "hd95.0", "hd1", "hd100", "volume-error"].map(parseMetric)).toEqual([
      ...["dice", "hd", "hd95", "hd95", "hd1", "hd100", "volume-error"],
    ]);
    for (const wrong of ["", "iou", "hd0", "hd101", "hd100.5", "hd-5", "hd1e1", "HD95", "hd 95"]) {
      expect(parseMetric(wrong)).toBeNull();
    }
  });

  it("are the largest distance, percentiles as the definition takes them, and the signed error of the volume", () => {
    const { there, back } = boundaryDistances(a, b, SPACING);
    const result = score(a, b, "monai", STRUCTURE, all);
    const expected = (percent: number) => Math.max(percentile(there, percent), percentile(back, percent));
    expect(result.hdMm).toBeCloseTo(Math.max(...there, ...back), 10);
    expect(result.hd50Mm).toBeCloseTo(expected(50), 10);
    expect(result["hd97.5Mm"]).toBeCloseTo(expected(97.5), 10);
    expect(result.hd100Mm).toBe(result.hdMm);
    expect(result.relativeVolumeError).toBeCloseTo((count(b) - count(a)) / count(a), 12);
    expect(Object.keys(result)).not.toContain("dice");
    const surfels = score(a, b, "surface-distance", STRUCTURE, all);
    expect(surfels.hd95Mm).toBe(score(a, b, "surface-distance").hd95Mm);
    expect(surfels.hd100Mm).toBe(surfels.hdMm);
    expect(surfels.hd50Mm).toBeLessThan(surfels.hd95Mm ?? 0);
  });

  it("are the diagonal, and −1 or no volume error, where one side lacks the structure", () => {
    const missing = { hdMm: DIAGONAL, hd50Mm: DIAGONAL, relativeVolumeError: -1 };
    expect(score(a, empty, "surface-distance", STRUCTURE, all)).toMatchObject(missing);
    const invented = { hdMm: DIAGONAL, hd50Mm: DIAGONAL, relativeVolumeError: null };
    expect(score(empty, b, "surface-distance", STRUCTURE, all)).toMatchObject(invented);
    const neither = { hdMm: null, hd50Mm: null, relativeVolumeError: null };
    expect(score(empty, empty, "flare", STRUCTURE, all)).toMatchObject(neither);
  });
});
