import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { decodeLabelMap, encodeNifti } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestImage } from "../fixtures/build-test-image.ts";
import { compileStatic, HAS_COMPILER } from "../fixtures/compile-static.ts";
import { buildHostileImage } from "../fixtures/hostile-image.ts";
import { OUTPUT_ROWS } from "../fixtures/hostile-rows.ts";
import { AFFINE, boxes, encodeCase, SandboxBench, SHAPE } from "../support/sandbox.ts";

const VOXELS = SHAPE[0] * SHAPE[1] * SHAPE[2];
const good = { shape: SHAPE, affine: AFFINE, data: boxes() };
const shifted = AFFINE.map((value, index) => (index === 3 ? value + 1 : value));

/** A header that claims more voxels than there are, or than can be. */
function withDims(...dims: number[]): Uint8Array {
  const file = Buffer.from(encodeNifti(good));
  for (const [index, dim] of dims.entries()) file.writeInt16LE(dim, 40 + 2 * index);
  return gzipSync(file);
}

/** Another voxel type: its code and bits, as NIfTI-1 has them. */
function withType(datatype: number, bitpix: number): Uint8Array {
  const file = Buffer.concat([Buffer.from(encodeNifti(good)), Buffer.alloc(16 * VOXELS)]);
  file.writeInt16LE(datatype, 70);
  file.writeInt16LE(bitpix, 72);
  return gzipSync(file);
}

function withValue(value: number): Uint8Array {
  const data = Float32Array.from(boxes());
  data[1234] = value;
  return encodeNifti({ ...good, data }, { gzip: true });
}

/** Rows O5 and O6: an image that hands in this very file, whatever the case. */
const FILES: [string, Uint8Array, string][] = [
  ["O5: another shape", encodeNifti({ ...good, shape: [24, 16, 20] }, { gzip: true }), "geometry-mismatch"],
  ["O5: negative dimensions", withDims(3, -24, 20, 16), "invalid-output"],
  ["O5: dimensions that overflow", withDims(7, 32767, 32767, 32767, 32767, 32767, 32767, 32767), "invalid-output"],
  ["O5: more voxels than the file holds", withDims(3, 24, 20, 17), "geometry-mismatch"],
  ["O5: complex numbers for labels", withType(32, 64), "invalid-output"],
  ["O5: colours for labels", withType(128, 24), "invalid-output"],
  ["O5: a type that does not exist", withType(999, 8), "invalid-output"],
  ["O5: not an image at all", gzipSync("hello"), "invalid-output"],
  ["O3: a truncated gzip file", encodeNifti(good, { gzip: true }).subarray(0, 120), "invalid-output"],
  ["O3: a gzip bomb", gzipSync(Buffer.concat([encodeNifti(good), Buffer.alloc(64 * 1024 ** 2)])), "output-too-large"],
  ["O6: NaN", withValue(Number.NaN), "invalid-labels"],
  ["O6: infinity", withValue(Number.POSITIVE_INFINITY), "invalid-labels"],
  ["O6: a fraction", withValue(0.5), "invalid-labels"],
  ["O6: an unknown label", withValue(3), "invalid-labels"],
  ["O6: a negative label", withValue(-1), "invalid-labels"],
  ["a wrong affine, which bodymaps ignores", encodeNifti({ ...good, affine: shifted }, { gzip: true }), "ok"],
  ["labels as float64", encodeNifti({ ...good, data: Float64Array.from(boxes()) }, { gzip: true }), "ok"],
];

/** The lines alone as `predict.sh`, for profiles whose inputs lie in folders. */
async function buildTestImageWith(lines: string, path: string): Promise<void> {
  await buildTestImage({ script: lines, programs: { "bin/hostile": await compileStatic("hostile") } }, path);
}

describe.skipIf(!HAS_COMPILER || !process.env.DOCKER_HOST)("hostile outputs on a real engine", () => {
  let bench: SandboxBench;
  beforeAll(async () => {
    bench = await SandboxBench.open();
  });
  afterAll(async () => await bench.close());

  for (const [title, bytes, expected] of FILES) {
    it(`${title} is ${expected}`, async () => {
      const { result } = await bench.evaluate(async (path) => {
        const answer = join(bench.folder, "answer.nii.gz");
        await writeFile(answer, bytes);
        await buildHostileImage('cp /answer "$output"', path, {
          thenCopy: false,
          files: [{ path: "answer", content: { fromFile: answer } }],
        });
      });
      expect(result.status).toBe(expected);
      expect(result.structures.map((row) => row.dice)).toEqual(expected === "ok" ? [1, 1] : [0, 0]);
      expect(result.flags ?? []).toEqual(title.includes("affine") ? ["affine-ignored"] : []);
    });
  }

  for (const { id, title, lines, expected, thenCopy = true } of OUTPUT_ROWS) {
    it(`${id}: ${title}: ${expected}`, async () => {
      const { result } = await bench.evaluate((path) => buildHostileImage(lines, path, { thenCopy }));
      expect(result.status).toBe(expected);
    });
  }

  it("O1: a symbolic link to where the host has the reference", async () => {
    const reference = join(bench.folder, "cases/labels/secret-name.nii.gz");
    for (const sandbox of ["userns", "readonly"] as const) {
      const { result } = await bench.evaluate(
        (path) => buildHostileImage(`hostile symlink ${reference} "$output"`, path, { thenCopy: false }),
        { sandbox },
      );
      expect(result.status).toBe("invalid-output");
    }
  });

  it("O4: ten thousands of files where a folder of masks is read: only so many are looked at", async () => {
    const lines =
      "for case in $(ls /workspace/inputs); do mkdir -p /workspace/outputs/$case; hostile inodes /workspace/outputs/$case/segmentations 20000 || test $? = 41; done";
    const { result } = await bench.evaluate((path) => buildTestImageWith(lines, path), {
      profile: "suprem",
      limits: { diskBytes: 256 * 1024 ** 2 },
    });
    expect(result.status).toBe("invalid-output");
  });

  it("O5: another affine is geometry-mismatch where the profile demands the input's", async () => {
    const { result } = await bench.evaluate(
      async (path) => {
        const answer = join(bench.folder, "answer.nii.gz");
        await writeFile(answer, encodeNifti({ ...good, affine: shifted }, { gzip: true }));
        await buildHostileImage('cp /answer "$output"', path, {
          thenCopy: false,
          files: [{ path: "answer", content: { fromFile: answer } }],
        });
      },
      { profile: "strict" },
    );
    expect(result.status).toBe("geometry-mismatch");
  });

  it("a link as the output folder is not followed out of the container", async () => {
    const lines = "rmdir /workspace/outputs 2>/dev/null || rm -r /workspace/outputs; ln -s /etc /workspace/outputs";
    const { result } = await bench.evaluate((path) => buildHostileImage(lines, path, { thenCopy: false }), {
      sandbox: "userns",
    });
    expect(["no-output", "nonzero-exit"]).toContain(result.status);
  });

  it("a submission's label map is applied, and what it leaves out becomes background, flagged", async () => {
    const { result } = await bench.evaluate((path) => buildHostileImage("true", path), {
      options: { labelMap: { 2: 1 } },
    });
    expect(result.status).toBe("ok");
    expect(result.flags).toEqual(["unmapped-labels"]);
    expect(result.structures.map((row) => row.dice)).toEqual([0, 0]);
  });

  it("a kept prediction holds the input's geometry and the labels, and nothing else of the file", async () => {
    const noisy = Buffer.from(encodeNifti({ ...good, affine: shifted }));
    noisy.write("secret in the header", 148);
    const { predictions } = await bench.evaluate(async (path) => {
      const answer = join(bench.folder, "answer.nii.gz");
      await writeFile(answer, gzipSync(noisy));
      await buildHostileImage('cp /answer "$output"', path, {
        thenCopy: false,
        files: [{ path: "answer", content: { fromFile: answer } }],
      });
    });
    const kept = await readFile(join(predictions, "secret-name.nii.gz"));
    const map = decodeLabelMap(kept);
    expect(map.affine).toEqual(decodeLabelMap(encodeCase(boxes())).affine);
    expect(map.labels).toEqual(boxes());
    expect(map.labels).toHaveLength(VOXELS);
    expect(Buffer.from(kept).includes("secret")).toBe(false);
  });
});
