import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeLabelMap, decodeVolume, encodeNifti, readVolumeHeader, VolumeError } from "../src/index.ts";

const AFFINE = [-0.8, 0, 0, 10, 0, 0.8, 0, -20, 0, 0, 2.5, 30, 0, 0, 0, 1];
const small = (version: 1 | 2 = 1) =>
  encodeNifti({ shape: [3, 2, 2], affine: AFFINE, data: Int16Array.from({ length: 12 }, (_, i) => i) }, { version });

function edited(change: (view: DataView) => void, version: 1 | 2 = 1): Uint8Array {
  const file = small(version);
  change(new DataView(file.buffer));
  return file;
}

function refusal(file: Uint8Array, read: (file: Uint8Array) => unknown = decodeVolume): VolumeError {
  try {
    read(file);
  } catch (error) {
    if (error instanceof VolumeError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

/** The same file in the other byte order: every field of the header and every voxel turned round. */
function bigEndian(version: 1 | 2): Uint8Array {
  const file = small(version);
  const widths: [number, number, number][] =
    version === 1
      ? [
          [0, 4, 1],
          [32, 4, 1],
          [36, 2, 1],
          [40, 2, 8],
          [56, 4, 3],
          [68, 2, 4],
          [76, 4, 11],
          [120, 2, 1],
          [124, 4, 6],
          [252, 2, 2],
          [256, 4, 18],
        ]
      : [
          [0, 4, 1],
          [12, 2, 2],
          [16, 8, 8],
          [80, 8, 3],
          [104, 8, 8],
          [168, 8, 7],
          [224, 8, 2],
          [344, 4, 2],
          [352, 8, 18],
          [496, 4, 3],
        ];
  const voxels = version === 1 ? 352 : 544;
  for (const [offset, width, count] of [...widths, [voxels, 2, 12] as const]) {
    for (let i = 0; i < count; i++) file.subarray(offset + i * width, offset + (i + 1) * width).reverse();
  }
  return file;
}

describe("a NIfTI header", () => {
  for (const version of [1, 2] as const) {
    it(`of NIfTI-${version} is read in either byte order, with its voxels`, () => {
      const little = decodeVolume(small(version));
      const big = decodeVolume(bigEndian(version));
      expect(big).toEqual({ ...little, littleEndian: false });
    });
  }

  it("leaves the caller's bytes as they were when it turns voxels round", () => {
    const file = bigEndian(1);
    const before = file.slice();
    decodeVolume(file);
    expect(file).toEqual(before);
  });

  it("takes sform before qform, qform before the voxel sizes", () => {
    const both = edited((view) => view.setFloat32(280, -0.9, true));
    expect(readVolumeHeader(both).affine[0]).toBeCloseTo(-0.9, 6);
    const qform = edited((view) => view.setInt16(254, 0, true));
    expect(readVolumeHeader(qform).affine[0]).toBeCloseTo(-0.8, 6);
    expect(readVolumeHeader(qform).affine[3]).toBeCloseTo(10, 6);
    const neither = edited((view) => view.setInt32(252, 0, true));
    expect(readVolumeHeader(neither).affine.map((value) => Number(value.toFixed(4)))).toEqual([
      0.8, 0, 0, 0, 0, 0.8, 0, 0, 0, 0, 2.5, 0, 0, 0, 0, 1,
    ]);
  });

  it("is read in metres and micrometres as in millimetres", () => {
    const metres = edited((view) => view.setUint8(123, 1));
    expect(readVolumeHeader(metres).spacingMm[2]).toBe(2500);
    expect(readVolumeHeader(metres).affine[11]).toBe(30000);
    const micrometres = edited((view) => view.setUint8(123, 3));
    expect(readVolumeHeader(micrometres).spacingMm[2]).toBe(0.0025);
  });

  it("has the affine's column length for a voxel size of 0", () => {
    expect(readVolumeHeader(edited((view) => view.setFloat32(88, 0, true))).spacingMm[2]).toBe(2.5);
  });

  it("may be followed by extensions, and by padding after the voxels", () => {
    const plain = small();
    const extended = new Uint8Array(plain.length + 32 + 100);
    extended.set(plain.subarray(0, 352));
    extended.set(plain.subarray(352), 384);
    extended[348] = 1;
    new DataView(extended.buffer).setFloat32(108, 384, true);
    expect(decodeVolume(extended).data).toEqual(decodeVolume(plain).data);
    expect(decodeVolume(gzipSync(extended)).data).toEqual(decodeVolume(plain).data);
  });

  it("may have more axes, of length 1", () => {
    const file = edited((view) => {
      view.setInt16(40, 5, true);
      view.setInt16(48, 1, true);
      view.setInt16(50, 1, true);
    });
    expect(readVolumeHeader(file).shape).toEqual([3, 2, 2]);
    expect(
      refusal(
        edited((view) => {
          view.setInt16(40, 4, true);
          view.setInt16(48, 2, true);
        }),
      ).message,
    ).toContain("dim[4] is 2");
  });

  it("of a nearly empty gzip stream with a long name is found", () => {
    const zipped = gzipSync(small());
    const named = new Uint8Array(zipped.length + 3001).fill(65);
    named.set(zipped.subarray(0, 10));
    named[3] = 8;
    named[3010] = 0;
    named.set(zipped.subarray(10), 3011);
    expect(readVolumeHeader(named).shape).toEqual([3, 2, 2]);
  });

  const bad: Record<string, [Uint8Array, string, RegExp]> = {
    "an empty file": [new Uint8Array(0), "invalid-output", /file is empty/],
    "a text file": [new TextEncoder().encode("not a volume at all"), "invalid-output", /begins with 6e 6f 74 20/],
    "a header cut short": [small().subarray(0, 300), "invalid-output", /300 bytes/],
    "voxels cut short": [small().subarray(0, 370), "invalid-output", /18 bytes, expected 24 bytes of voxels for 3×2×2/],
    "a gzip stream cut short": [gzipSync(small()).subarray(0, 60), "invalid-output", /cut short|3 bytes|header/],
    "damaged gzip data": [gzipSync(small()).fill(255, 40, 60), "invalid-output", /gzip/],
    "another magic": [edited((view) => view.setUint8(344, 88)), "invalid-output", /magic/],
    "header and image apart": [edited((view) => view.setUint8(345, 105)), "invalid-output", /ni1/],
    "a negative size": [edited((view) => view.setInt16(44, -5, true)), "invalid-output", /dim\[2\] is -5/],
    "no axis": [edited((view) => view.setInt16(40, 0, true)), "invalid-output", /dim\[0\] is 0/],
    "a size that overflows": [edited((view) => view.setBigInt64(24, 2n ** 62n, true), 2), "invalid-output", /dim\[1\]/],
    "sizes that overflow together": [
      edited((view) => {
        for (const at of [24, 32, 40]) view.setBigInt64(at, 2147483647n, true);
      }, 2),
      "invalid-output",
      /possible size/,
    ],
    RGB: [edited((view) => view.setInt16(70, 128, true)), "invalid-output", /RGB24/],
    "complex numbers": [edited((view) => view.setInt16(70, 32, true)), "invalid-output", /complex64/],
    "bits that do not fit the type": [
      edited((view) => view.setInt16(72, 32, true)),
      "invalid-output",
      /bitpix is 32, expected 16/,
    ],
    "an offset into the header": [edited((view) => view.setFloat32(108, 100, true)), "invalid-output", /vox_offset/],
    "an offset that is no number": [
      edited((view) => view.setFloat32(108, Number.NaN, true)),
      "invalid-output",
      /vox_offset/,
    ],
  };
  for (const [title, [file, code, message]] of Object.entries(bad)) {
    it(`is refused for ${title}`, () => {
      const error = refusal(file);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
      expect(error.message.split("\n")).toHaveLength(1);
    });
  }
});

describe("the caps", () => {
  it("refuse a claimed size before anything is read or allocated", () => {
    const file = edited((view) => {
      for (const at of [42, 44, 46]) view.setInt16(at, 32767, true);
    });
    expect(refusal(file).code).toBe("output-too-large");
    const smaller = refusal(small(), (bytes) => decodeVolume(bytes, { maxExpandedBytes: 370 }));
    expect(smaller.message).toBe("expanded file is 376 bytes, expected at most 370 bytes");
  });

  it("stop a gzip stream that holds more than its header says", () => {
    const bomb = new Uint8Array(64 * 1024 * 1024);
    bomb.set(small());
    const before = process.memoryUsage().arrayBuffers;
    const error = refusal(gzipSync(bomb, { level: 1 }));
    expect(error.code).toBe("output-too-large");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80 * 1024 * 1024);
  });

  it("let the caller refuse by the header alone", () => {
    expect(() =>
      decodeLabelMap(small(), {
        checkHeader: ({ shape }) => {
          throw new Error(`no ${shape.join("×")}`);
        },
      }),
    ).toThrow("no 3×2×2");
  });
});

describe("an encoded file", () => {
  it("is what gunzip makes of its gzip form", () => {
    const volume = { shape: [3, 2, 2], affine: AFFINE, data: new Uint8Array(12) } as const;
    expect(new Uint8Array(gunzipSync(encodeNifti(volume, { gzip: true })))).toEqual(encodeNifti(volume));
  });

  it("is refused for voxels that do not fill the shape and axes that NIfTI-1 cannot hold", () => {
    expect(() => encodeNifti({ shape: [3, 2, 2], affine: AFFINE, data: new Uint8Array(11) })).toThrow("12 voxels");
    const long = { shape: [40000, 1, 1], affine: AFFINE, data: new Uint8Array(40000) } as const;
    expect(() => encodeNifti(long)).toThrow("dim[1]");
    expect(decodeVolume(encodeNifti(long, { version: 2 })).shape).toEqual([40000, 1, 1]);
  });
});
