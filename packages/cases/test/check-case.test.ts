import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { encodeNifti } from "@bodymark/nifti";
import { describe, expect, it } from "vitest";
import { checkCase, recognisePicture } from "../src/index.ts";

const SHAPE = [12, 10, 6] as const;
const AFFINE = [-2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1];
const COUNT = SHAPE[0] * SHAPE[1] * SHAPE[2];

type Data = Parameters<typeof encodeNifti>[0]["data"];
const nifti = (data: Data, more: { affine?: number[]; shape?: readonly [number, number, number] } = {}) =>
  encodeNifti({ shape: SHAPE, affine: AFFINE, ...more, data }, { gzip: true });

const scan = nifti(Int16Array.from({ length: COUNT }, (_, i) => (i % 400) - 200));
const map = nifti(Uint8Array.from({ length: COUNT }, (_, i) => (i < 50 ? 1 : i > 400 ? 3 : 0)));

const check = (image: Uint8Array, label: Uint8Array, labels = [1, 2, 3]) =>
  checkCase({
    image: async () => Readable.from([Buffer.from(image)]),
    label: async () => Readable.from([Buffer.from(label)]),
    labels: new Set(labels),
  });

describe("a case's files", () => {
  it("are read from end to end, and give shape, labels and a picture of the middle slice", async () => {
    const found = await check(scan, map);
    if (!("checked" in found)) throw new Error(JSON.stringify(found));
    expect(found.checked).toMatchObject({ shape: SHAPE, spacingMm: [2, 2, 3], present: [1, 3] });
    expect(recognisePicture(found.checked.preview)).toBe("image/png");
  });

  it("compressed anew, as other numbers or shifted by their header are the same voxels", async () => {
    const plain = gunzipSync(scan);
    const values = Array.from({ length: COUNT }, (_, i) => plain.readInt16LE(352 + 2 * i));
    const shifted = gunzipSync(nifti(Int16Array.from(values, (value) => value + 1000)));
    shifted.writeFloatLE(1, 112); // scl_slope, then scl_inter
    shifted.writeFloatLE(-1000, 116);
    const others = [
      gzipSync(plain, { level: 1 }),
      nifti(Float32Array.from(values)),
      nifti(Float64Array.from(values)),
      gzipSync(shifted),
    ];
    const hashOf = async (image: Uint8Array) => {
      const found = await check(image, map);
      return "checked" in found ? found.checked.voxelSha256 : found.reports;
    };
    const first = await hashOf(scan);
    for (const other of others) expect(await hashOf(other)).toEqual(first);
    expect(await hashOf(nifti(Int16Array.from(values, (value) => value + 1)))).not.toEqual(first);
  });

  it("read the same in either byte order and through scl_slope", async () => {
    const floats = await check(scan, nifti(Float32Array.from({ length: COUNT }, (_, i) => (i < 50 ? 2 : 0))));
    expect(floats).toMatchObject({ checked: { present: [2] } });
  });

  const damaged = Buffer.from(scan);
  damaged.fill(0x55, 40, 80);
  const nan = new Float32Array(COUNT);
  nan[100] = Number.NaN;
  it.each([
    ["cut short", scan.subarray(0, scan.length - 30), map, "image", /cut short/],
    ["damaged inside", damaged, map, "image", /damaged/],
    ["no gzip", gunzipSync(scan), map, "image", /gzip/],
    ["no NIfTI", gzipSync(Buffer.alloc(500)), map, "image", /NIfTI/],
    ["empty", gzipSync(Buffer.alloc(0)), map, "image", /empty/],
    ["not finite", nifti(nan), map, "image", /slice 0 holds NaN/],
    [
      "fewer slices than the header says",
      gzipSync(gunzipSync(scan).subarray(0, 352 + 3 * 240)),
      map,
      "image",
      /3 of 6 slices/,
    ],
    [
      "another shape",
      scan,
      nifti(new Uint8Array(12 * 10 * 5), { shape: [12, 10, 5] }),
      "label",
      /shape is 12×10×5, the image's is 12×10×6/,
    ],
    ["another affine", scan, nifti(new Uint8Array(COUNT), { affine: [2, ...AFFINE.slice(1)] }), "label", /affine/],
    ["an unknown label", scan, nifti(new Uint8Array(COUNT).fill(9, 5, 6)), "label", /label is 9, expected 0 or 1 to 3/],
    ["a fraction", scan, nifti(new Float32Array(COUNT).fill(0.5)), "label", /whole numbers/],
  ])("%s are refused with the file and a sentence", async (_, image, label, file, sentence) => {
    expect(await check(image, label)).toEqual({ reports: [{ file, problem: expect.stringMatching(sentence) }] });
  });

  it("both wrong are both told", async () => {
    const found = await check(scan.subarray(0, 100), gunzipSync(map));
    expect(found).toMatchObject({ reports: [{ file: "image" }, { file: "label" }] });
  });

  it("W8: that claim gigabytes are refused before they are read", async () => {
    const head = Buffer.from(gunzipSync(scan).subarray(0, 352));
    for (const at of [42, 44, 46]) head.writeInt16LE(32_000, at);
    expect(await check(gzipSync(head), map)).toMatchObject({ reports: [{ file: "image" }] });
  });
});

describe("pictures", () => {
  it("W8: are told by their first bytes; SVG and HTML are none", () => {
    expect(recognisePicture(Buffer.from("<svg onload=alert(1)>"))).toBeNull();
    expect(recognisePicture(Buffer.from("<html>"))).toBeNull();
    expect(recognisePicture(Buffer.from("GIF89a......"))).toBe("image/gif");
  });
});
