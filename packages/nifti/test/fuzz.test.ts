import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLabelMap, encodeMetaImage, encodeNifti, VolumeError } from "../src/index.ts";

const volume = {
  shape: [5, 4, 3],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1],
  data: Int16Array.from({ length: 60 }, (_, i) => i % 4),
} as const;
const SEEDS = [
  encodeNifti(volume),
  encodeNifti(volume, { version: 2 }),
  encodeNifti(volume, { gzip: true }),
  encodeMetaImage(volume).file,
  encodeMetaImage(volume, { compress: true }).file,
];
const CAP = 16 * 1024 * 1024;

/** Reads, or refuses with the error of the package; anything else fails the test. */
function survives(bytes: Uint8Array): void {
  try {
    const { labels, shape } = decodeLabelMap(bytes, { maxExpandedBytes: CAP, allowedLabels: [1, 2, 3] });
    expect(labels.length).toBe(shape[0] * shape[1] * shape[2]);
    expect(labels.length).toBeLessThanOrEqual(CAP);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    expect(error.message).not.toContain("\n");
  }
}

const changes = fc.array(fc.tuple(fc.nat(2000), fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255))), {
  maxLength: 12,
});

describe("the reader", () => {
  it("reads or refuses any damaged file, within its cap", () => {
    fc.assert(
      fc.property(fc.nat(SEEDS.length - 1), changes, fc.option(fc.nat(600)), (seed, edits, cut) => {
        const bytes = (SEEDS[seed] ?? new Uint8Array()).slice(0, cut ?? undefined);
        for (const [at, value] of edits) bytes[at % Math.max(1, bytes.length)] = value;
        survives(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it("reads or refuses a damaged file inside an intact gzip stream", () => {
    fc.assert(
      fc.property(fc.nat(1), changes, (seed, edits) => {
        const bytes = (SEEDS[seed] ?? new Uint8Array()).slice();
        for (const [at, value] of edits) bytes[at % 540] = value;
        survives(gzipSync(bytes));
      }),
      { numRuns: 1500 },
    );
  });

  it("refuses any bytes that are no volume", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), survives), { numRuns: 1000 });
  });
});
