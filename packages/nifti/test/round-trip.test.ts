import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareGeometry,
  decodeLabelMap,
  decodeVolume,
  encodeMetaImage,
  encodeNifti,
  readVolumeHeader,
  type VoxelArray,
} from "../src/index.ts";

const OBLIQUE = [0.7, 0.1, 0, -12.5, -0.1, 0.7, 0, 30.25, 0, 0, -5, 100, 0, 0, 0, 1];

const ARRAYS: VoxelArray[] = [
  Int8Array.of(-1, 0, 1, 2, 3, 127),
  Uint8Array.of(0, 1, 2, 3, 254, 255),
  Int16Array.of(-32768, -1, 0, 1, 2, 32767),
  Uint16Array.of(0, 1, 2, 3, 4, 65535),
  Int32Array.of(-(2 ** 31), 0, 1, 2, 3, 2 ** 31 - 1),
  Uint32Array.of(0, 1, 2, 3, 4, 2 ** 32 - 1),
  BigInt64Array.of(-(2n ** 63n), 0n, 1n, 2n, 3n, 2n ** 63n - 1n),
  BigUint64Array.of(0n, 1n, 2n, 3n, 4n, 2n ** 64n - 1n),
  Float32Array.of(-1.5, 0, 1, 2, 3, 3.4e38),
  Float64Array.of(-1.5, 0, 1, 2, 3, 1e300),
];

describe("a volume that was written", () => {
  for (const data of ARRAYS) {
    it(`comes back from NIfTI-1, NIfTI-2 and MetaImage with the same ${data.constructor.name}`, () => {
      const volume = { shape: [3, 2, 1], affine: OBLIQUE, data } as const;
      const files = [
        encodeNifti(volume),
        encodeNifti(volume, { gzip: true }),
        encodeNifti(volume, { version: 2 }),
        encodeNifti(volume, { version: 2, gzip: true }),
        encodeMetaImage(volume).file,
        encodeMetaImage(volume, { compress: true }).file,
      ];
      for (const file of files) {
        const read = decodeVolume(file);
        expect(read.data).toEqual(data);
        expect(compareGeometry({ shape: [3, 2, 1], affine: OBLIQUE }, read, { affine: true })).toBeNull();
        expect(readVolumeHeader(file).datatype).toBe(read.datatype);
      }
    });
  }

  it("comes back from a MetaImage header with its data file beside it", () => {
    const volume = { shape: [3, 2, 1], affine: OBLIQUE, data: Int16Array.of(1, 2, 3, 4, 5, 6) } as const;
    for (const compress of [false, true]) {
      const { file, data } = encodeMetaImage(volume, { dataFile: "case.raw", compress });
      expect(readVolumeHeader(file).dataFile).toBe("case.raw");
      expect(decodeVolume(file, { detachedData: data ?? new Uint8Array() }).data).toEqual(volume.data);
      expect(() => decodeVolume(file)).toThrow("ElementDataFile");
    }
  });

  it("keeps the voxel size of the header as the float64 of its float32", () => {
    const affine = [0.7, 0, 0, 0, 0, 0.7, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1];
    const file = encodeNifti({ shape: [1, 1, 1], spacingMm: [0.7, 0.7, 5], affine, data: Uint8Array.of(1) });
    expect(decodeVolume(file).spacingMm).toEqual([Math.fround(0.7), Math.fround(0.7), 5]);
  });

  it("has the same affine by its qform as by its sform, for any rotation and flip", () => {
    const unit = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, fc.constantFrom(1, -1), (b, c, d, flip) => {
        const norm = Math.hypot(1, b, c, d);
        const [w, x, y, z] = [1 / norm, b / norm, c / norm, d / norm];
        const affine = [
          (w * w + x * x - y * y - z * z) * 0.8,
          2 * (x * y - w * z) * 1.5,
          2 * (x * z + w * y) * 3 * flip,
          10,
          2 * (x * y + w * z) * 0.8,
          (w * w + y * y - x * x - z * z) * 1.5,
          2 * (y * z - w * x) * 3 * flip,
          -20,
          2 * (x * z - w * y) * 0.8,
          2 * (y * z + w * x) * 1.5,
          (w * w + z * z - x * x - y * y) * 3 * flip,
          30,
          0,
          0,
          0,
          1,
        ];
        const file = encodeNifti({ shape: [1, 1, 1], affine, data: Uint8Array.of(1) });
        const bySform = readVolumeHeader(file);
        new DataView(file.buffer).setInt16(254, 0, true);
        const byQform = readVolumeHeader(file);
        expect(compareGeometry(bySform, byQform, { affine: true })).toBeNull();
      }),
    );
  });

  it("depends on nothing but the arguments", () => {
    const volume = { shape: [2, 1, 1], affine: OBLIQUE, data: Uint8Array.of(1, 2) } as const;
    expect(encodeNifti(volume, { gzip: true })).toEqual(encodeNifti(volume, { gzip: true }));
  });
});

describe("a label map", () => {
  const label = (data: VoxelArray) => encodeNifti({ shape: [data.length, 1, 1], affine: OBLIQUE, data });

  it("is accepted in any type whose values are known labels", () => {
    for (const data of [Int8Array.of(0, 1, 2), Float64Array.of(0, 1, 2), BigInt64Array.of(0n, 1n, 2n)]) {
      expect([...decodeLabelMap(label(data), { allowedLabels: [1, 2] }).labels]).toEqual([0, 1, 2]);
    }
  });

  it("is refused for NaN, infinity, fractions, negative and unknown labels", () => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, 3, 65536];
    for (const value of bad) {
      expect(() => decodeLabelMap(label(Float64Array.of(0, value)), { allowedLabels: [1, 2] })).toThrow(
        expect.objectContaining({ code: "invalid-labels" }),
      );
    }
  });

  it("has unknown whole numbers as background where asked, but never fractions", () => {
    const options = { allowedLabels: [2], otherLabels: "background" } as const;
    expect([...decodeLabelMap(label(Uint8Array.of(0, 1, 2, 255)), options).labels]).toEqual([0, 0, 2, 0]);
    expect([...decodeLabelMap(label(Int32Array.of(-7, 2, 70000)), options).labels]).toEqual([0, 2, 0]);
    expect(() => decodeLabelMap(label(Float32Array.of(0.5)), options)).toThrow("whole numbers");
  });

  it("is read through slope and intercept, with the rounding of their float32 allowed", () => {
    const file = label(Uint8Array.of(0, 1, 2));
    const view = new DataView(file.buffer);
    view.setFloat32(112, 3, true);
    view.setFloat32(116, 1, true);
    expect([...decodeLabelMap(file).labels]).toEqual([1, 4, 7]);
    view.setFloat32(112, 1.1, true);
    view.setFloat32(116, 0, true);
    expect(() => decodeLabelMap(file)).toThrow("whole numbers");
    const tenths = label(Uint8Array.of(0, 10, 20));
    new DataView(tenths.buffer).setFloat32(112, 0.1, true);
    expect([...decodeLabelMap(tenths).labels]).toEqual([0, 1, 2]);
  });
});
