import { readFile } from "node:fs/promises";
import { decodeLabelMap, encodeNifti } from "@bodymark/nifti";
import { generateCase } from "@bodymark/phantom";
import { describe, expect, it } from "vitest";
import { locateBody } from "../src/predict/locate-body.ts";
import { openModel } from "../src/predict/open-model.ts";
import { eachVoxel, orientationOf, permute } from "../src/predict/orient.ts";
import { predictFile } from "../src/predict/predict-file.ts";
import { expandLabels, resample } from "../src/predict/resample.ts";

describe("locateBody", () => {
  it("finds the patient and not the couch, whatever noise and fat", () => {
    for (const index of [0, 1, 2, 3]) {
      const { image, shape, spacingMm } = generateCase({ seed: 6, index, spacingMm: [4, 4, 6] });
      const { low, high } = locateBody(image, shape);
      const size = ([0, 1, 2] as const).map((axis) => (high[axis] - low[axis] + 1) * spacingMm[axis]);
      expect(size[0]).toBeGreaterThan(280);
      expect(size[0]).toBeLessThan(370);
      expect(size[1]).toBeGreaterThan(170);
      expect(size[1]).toBeLessThan(250);
      expect(size[2]).toBeGreaterThan(500);
    }
  });

  it("takes the whole scan where there is no soft tissue", () => {
    expect(locateBody(new Float32Array(1000).fill(-1000), [10, 10, 10])).toEqual({ low: [0, 0, 0], high: [9, 9, 9] });
  });
});

describe("resampling", () => {
  it("keeps a constant, and a ramp in its place", () => {
    const ramp = Float32Array.from({ length: 8 }, (_, i) => i);
    expect(Array.from(resample(ramp, [8, 1, 1], [4, 1, 1]).data.slice(1, 3))).toEqual([2.5, 4.5]);
    expect(Array.from(resample(new Float32Array(8).fill(7), [8, 1, 1], [20, 1, 1]).data)).toEqual(
      new Array(20).fill(7),
    );
  });

  it("gives labels back to the grid they came from", () => {
    expect(Array.from(expandLabels(Uint8Array.from([1, 2]), [2, 1, 1], [4, 1, 1]))).toEqual([1, 1, 2, 2]);
  });
});

describe("orientation", () => {
  it("is read from the affine, with axes exchanged and reversed", () => {
    // Stored axis 0 runs to the feet, axis 1 to the left, axis 2 to the front.
    const orientation = orientationOf([0, -2, 0, 0, 0, 0, 3, 0, -4, 0, 0, 0, 0, 0, 0, 1]);
    expect(orientation).toEqual({ axes: [1, 2, 0], flipped: [true, false, true] });
    expect(permute([5, 6, 7], orientation)).toEqual([6, 7, 5]);
    const visited = new Set<number>();
    eachVoxel([5, 6, 7], orientation, (_, stored) => visited.add(stored));
    expect(visited.size).toBe(210);
  });

  it("does not change the answer: a scan stored left to right gives the same labels, mirrored", async () => {
    const model = await openModel("fast", await readFile(new URL("../models/fast.onnx", import.meta.url)));
    const { image, shape, spacingMm, affine } = generateCase({ seed: 6, index: 1, spacingMm: [6, 6, 9] });
    const mirrored = new Int16Array(image.length);
    for (let at = 0; at < image.length; at++) {
      const x = at % shape[0];
      mirrored[at - x + shape[0] - 1 - x] = image[at] ?? 0;
    }
    const flipped = [...affine];
    flipped[0] = -spacingMm[0];
    flipped[3] = -(affine[3] ?? 0);
    const straight = decodeLabelMap(await predictFile(model, encodeNifti({ shape, affine, data: image })));
    const back = decodeLabelMap(await predictFile(model, encodeNifti({ shape, affine: flipped, data: mirrored })));
    expect(back.affine[0]).toBe(-6);
    let different = 0;
    for (let at = 0; at < image.length; at++) {
      const x = at % shape[0];
      if (back.labels[at - x + shape[0] - 1 - x] !== straight.labels[at]) different++;
    }
    expect(different).toBe(0);
    await model.session.release();
  });
});
