import { describe, expect, it } from "vitest";
import { compareGeometry, decodeVolume, encodeMetaImage, encodeNifti } from "../src/index.ts";

const AFFINE = [-0.8, 0, 0, 10, 0, 0.8, 0, -20, 0, 0, 2.5, 30, 0, 0, 0, 1];
const geometry = (shape: readonly [number, number, number], affine: readonly number[] = AFFINE) => ({ shape, affine });

describe("two geometries", () => {
  it("agree up to a thousandth of a millimetre", () => {
    const close = AFFINE.map((value, i) => (i === 3 ? value + 0.0009 : value));
    expect(compareGeometry(geometry([3, 2, 2]), geometry([3, 2, 2], close), { affine: true })).toBeNull();
    const far = AFFINE.map((value, i) => (i === 3 ? value + 0.0011 : value));
    expect(compareGeometry(geometry([3, 2, 2]), geometry([3, 2, 2], far), { affine: true })?.field).toBe("affine");
    expect(compareGeometry(geometry([3, 2, 2]), geometry([3, 2, 2], far), { affine: false })).toBeNull();
  });

  it("differ by shape first, with both values in one sentence", () => {
    const difference = compareGeometry(geometry([3, 2, 2]), geometry([2, 3, 2]), { affine: true });
    expect(difference).toMatchObject({ field: "shape", expected: "3×2×2", actual: "2×3×2" });
    expect(difference?.message).toBe("shape is 2×3×2, expected 3×2×2");
  });

  it("differ when the same anatomy is stored with other axes, or the affine is not a number", () => {
    const flipped = [0.8, 0, 0, 8.4, 0, 0.8, 0, -20, 0, 0, 2.5, 30, 0, 0, 0, 1];
    expect(compareGeometry(geometry([3, 2, 2]), geometry([3, 2, 2], flipped), { affine: true })?.message).toContain(
      "[0.8 0 0 8.4;",
    );
    const none = AFFINE.map(() => Number.NaN);
    expect(compareGeometry(geometry([3, 2, 2]), geometry([3, 2, 2], none), { affine: true })).not.toBeNull();
  });

  it("are the same through NIfTI and MetaImage", () => {
    const volume = { shape: [3, 2, 2], affine: AFFINE, data: new Uint8Array(12) } as const;
    const nifti = decodeVolume(encodeNifti(volume));
    const meta = decodeVolume(encodeMetaImage(volume).file);
    expect(compareGeometry(nifti, meta, { affine: true })).toBeNull();
    expect(meta.spacingMm).toEqual([0.8, 0.8, 2.5]);
  });
});
