import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLabelMap, encodeMetaImage, encodeNifti, VolumeError } from "../src/index.ts";

const volume = {
  shape: [5, 4, 3],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1],
  data: Int16Array.from({ length: 60 }, (_, i) => i % 4),
} as const;
const voxels = Buffer.from(volume.data.buffer);
const nrrd = (encoding: string) =>
  `NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\nspace directions: (1,0,0) (0,1,0) (0,0,2)\nendian: little\nencoding: ${encoding}\nspace origin: (0,0,0)\n\n`;
const SEEDS = [
  encodeNifti(volume),
  encodeNifti(volume, { version: 2 }),
  encodeNifti(volume, { gzip: true }),
  encodeMetaImage(volume).file,
  encodeMetaImage(volume, { compress: true }).file,
  Buffer.concat([Buffer.from(nrrd("raw")), voxels]),
  Buffer.concat([Buffer.from(nrrd("gzip")), gzipSync(voxels)]),
];
const CAP = 16 * 1024 * 1024;

/** Longest that one file may take: hundreds of times what it does, so that a busy machine is no hang. */
const MOST_MS = 3000;
/** Resident memory before the first file, and what this test may take beside the cap; what the files claim is up to 4 GiB. */
const RESIDENT_BYTES = process.resourceUsage().maxRSS * 1024;
const ROOM_BYTES = 400 * 1024 * 1024;

/** Reads, or refuses with the error of the package; anything else fails the test. */
function survives(bytes: Uint8Array): void {
  const started = performance.now();
  try {
    const { labels, shape } = decodeLabelMap(bytes, { maxExpandedBytes: CAP, allowedLabels: [1, 2, 3] });
    expect(labels.length).toBe(shape[0] * shape[1] * shape[2]);
    expect(labels.length).toBeLessThanOrEqual(CAP);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    expect(error.message).not.toContain("\n");
  } finally {
    expect(performance.now() - started).toBeLessThan(MOST_MS);
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

  it("reads or refuses a text header with any numbers in it", () => {
    const number = fc.oneof(
      fc.constantFrom("", "0", "-1", "1e9", "2147483647", "4294967296", "1e308", "NaN", "none", "(", "1.5", "LIST"),
      fc.integer().map(String),
    );
    const texts = SEEDS.slice(3).map((seed) => Buffer.from(seed).toString("latin1"));
    const edits = fc.array(fc.tuple(fc.nat(60), number), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(texts.length - 1), edits, (which, changed) => {
        let text = texts[which] ?? "";
        for (const [nth, value] of changed) {
          let at = 0;
          text = text.replace(/-?\d+(\.\d+)?/g, (found) => (at++ === nth ? value : found));
        }
        survives(Buffer.from(text, "latin1"));
      }),
      { numRuns: 1500 },
    );
  });

  it("refuses a header that claims more than the cap, and a stream that gives more than its header claims", () => {
    const bytes = encodeNifti(volume).slice();
    new DataView(bytes.buffer).setInt16(42, 32767, true);
    new DataView(bytes.buffer).setInt16(44, 32767, true);
    for (const file of [bytes, gzipSync(bytes)]) {
      expect(() => decodeLabelMap(file, { maxExpandedBytes: CAP })).toThrow(
        /expanded file is \d+ bytes, expected at most/,
      );
    }
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 });
    // 4 GiB in some 18 MB: gzip streams may follow one another.
    const bomb = Buffer.concat([gzipSync(encodeNifti(volume)), ...Array.from({ length: 64 }, () => zeros)]);
    expect(() => decodeLabelMap(bomb, { maxExpandedBytes: CAP })).toThrow("expanded file is larger");
    const inner = Buffer.concat([Buffer.from(nrrd("gzip")), zeros]);
    expect(() => decodeLabelMap(inner, { maxExpandedBytes: CAP })).toThrow("expanded file is larger");
  });

  it("refuses any bytes that are no volume", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), survives), { numRuns: 1000 });
  });

  it("took no more memory for all of them than its cap and some room", () => {
    expect(process.resourceUsage().maxRSS * 1024 - RESIDENT_BYTES).toBeLessThan(CAP + ROOM_BYTES);
  });
});
