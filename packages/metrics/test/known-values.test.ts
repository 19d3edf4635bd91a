import { describe, expect, it } from "vitest";
import { collectRuns, StructureMeasurer, surfelAreas, totalArea, weightedPercentile } from "../src/index.ts";

const map = (shape: readonly [number, number, number], set: readonly [number, number, number][]) => {
  const data = new Uint8Array(shape[0] * shape[1] * shape[2]);
  for (const [x, y, z] of set) data[x + shape[0] * (y + shape[1] * z)] = 1;
  return collectRuns(data, shape, Number);
};

describe("a single voxel", () => {
  it("has eight surfels, the corners of the voxel, each a marching-cubes triangle", () => {
    const voxel = map([1, 1, 1], [[0, 0, 0]]);
    const measures = new StructureMeasurer([1, 1, 1]).measure(voxel, voxel, 1, { surface: "surfels", distances: true });
    expect(measures.referenceToPrediction && totalArea(measures.referenceToPrediction)).toBeCloseTo(Math.sqrt(3), 12);
  });

  it("lies as far from another as their nearest corners, in mm of an anisotropic grid", () => {
    const a = map([5, 1, 3], [[0, 0, 0]]);
    const b = map([5, 1, 3], [[4, 0, 2]]);
    const measures = new StructureMeasurer([0.5, 2, 5]).measure(a, b, 1, { surface: "surfels", distances: true });
    const there = measures.referenceToPrediction;
    // The corner nearest to b is 3 voxels along x and 1 along z away; the farthest 4 and 2.
    expect(there?.distancesMm.at(0)).toBe(0);
    expect(there && weightedPercentile(there, 1)).toBe(Math.sqrt(1.5 ** 2 + 5 ** 2));
    expect(there && weightedPercentile(there, 100)).toBe(Math.sqrt(2 ** 2 + 10 ** 2));
  });
});

describe("surfel areas", () => {
  it("are those of a code's complement", () => {
    const areas = surfelAreas([0.7, 1.3, 2.9]);
    for (let code = 0; code < 256; code++) expect(areas[code]).toBe(areas[255 - code]);
  });

  it("of flat faces are the face's area", () => {
    const areas = surfelAreas([0.7, 1.3, 2.9]);
    expect(areas[0b01010101]).toBeCloseTo(1.3 * 2.9, 12);
    expect(areas[0b00110011]).toBeCloseTo(0.7 * 2.9, 12);
    expect(areas[0b00001111]).toBeCloseTo(0.7 * 1.3, 12);
  });
});
