import { decodeLabelMap, encodeNifti } from "@bodymark/nifti";
import { describe, expect, it } from "vitest";
import { drawDifference } from "../features/volumes/draw-difference.ts";
import { structureColours } from "../features/volumes/label-colours.ts";

const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const volume = (data: Uint8Array) => encodeNifti({ shape: [data.length, 1, 1], affine, data }, { gzip: true });

describe("the difference of a reference and a prediction", () => {
  it("tells agreement, what was missed, what is too much, and another structure apart", () => {
    const reference = volume(Uint8Array.of(0, 1, 1, 0, 1));
    const prediction = volume(Uint8Array.of(0, 1, 0, 2, 2));
    expect([...decodeLabelMap(drawDifference(reference, prediction)).labels]).toEqual([0, 1, 2, 3, 4]);
  });

  it("of volumes with different shapes is refused", () => {
    const reference = volume(Uint8Array.of(0, 1));
    expect(() => drawDifference(reference, volume(Uint8Array.of(1)))).toThrow("different shapes");
  });
});

describe("the viewer's colours", () => {
  it("leave background and hidden structures clear", () => {
    const structures = [
      { label: 5, name: "liver" },
      { label: 1, name: "aorta" },
    ];
    const { I, A, labels } = structureColours(structures, new Set([5]));
    expect([I, A, labels]).toEqual([
      [0, 1, 5],
      [0, 255, 0],
      ["", "aorta", "liver"],
    ]);
  });
});
