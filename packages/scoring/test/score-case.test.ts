import { mkdir, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { caseScoresSchema } from "@bodymark/contracts";
import { encodeMetaImage } from "@bodymark/nifti";
import { describe, expect, it } from "vitest";
import { scoreCase } from "../src/index.ts";
import { AFFINE, caseOf, file, labels, OPTIONS, SHAPE, testFolder } from "./files.ts";

const folder = testFolder();
const DIAGONAL = Math.sqrt((24 * Math.fround(0.8)) ** 2 + (20 * Math.fround(0.8)) ** 2 + (12 * 2) ** 2);

async function pair(prediction: Uint8Array): Promise<ReturnType<typeof caseOf>> {
  return caseOf(await folder.put("r.nii.gz", file(labels())), await folder.put("p.nii.gz", prediction));
}

describe("a case", () => {
  it("lists every structure with its values, as the contracts say", async () => {
    const { scores, flags } = await scoreCase(await pair(file(labels(1))), OPTIONS);
    expect(caseScoresSchema.parse(scores)).toEqual(scores);
    expect(scores.status).toBe("ok");
    expect(scores.structures.map(({ status }) => status)).toEqual(["ok", "ok", "both-empty"]);
    expect(scores.structures[0]?.hd95Mm).toBe(Math.fround(0.8));
    expect(scores.structures[0]?.nsd).toBe(1);
    expect(scores.structures[2]).toMatchObject({ dice: null, nsd: null, hd95Mm: null, assdMm: null });
    expect(flags).toEqual([]);
  });

  it("never scores a structure that nobody annotated, whatever the files hold, and a failed case neither", async () => {
    const input = { ...(await pair(file(labels(1)))), notAnnotated: [1] };
    const { scores } = await scoreCase(input, OPTIONS);
    expect(scores.structures.map(({ status }) => status)).toEqual(["not-annotated", "ok", "both-empty"]);
    expect(scores.structures[0]).toMatchObject({ dice: null, nsd: null, hd95Mm: null, referenceVolumeMm3: null });
    expect(scores.structures[0]?.predictionVolumeMm3).toBeGreaterThan(0);
    expect(caseScoresSchema.parse(scores)).toEqual(scores);
    const failed = await scoreCase({ ...input, predictionPath: null }, OPTIONS);
    expect(failed.scores.structures.map(({ status }) => status)).toEqual(["not-annotated", "no-output", "both-empty"]);
    expect(failed.scores.structures[0]).toMatchObject({ dice: null, hd95Mm: null, predictionVolumeMm3: null });
  });

  it("holds only the metrics that were asked for", async () => {
    const { scores } = await scoreCase(await pair(file(labels(1))), { ...OPTIONS, metrics: ["dice"] });
    expect(Object.keys(scores.structures[0] ?? {})).toEqual([
      "label",
      "name",
      "status",
      "dice",
      "referenceVolumeMm3",
      "predictionVolumeMm3",
    ]);
  });

  it("has the same values whatever the type and format of the files", async () => {
    const reference = await folder.put("r.nii.gz", file(labels()));
    const expected = (await scoreCase(caseOf(reference, await folder.put("a.nii.gz", file(labels(2)))), OPTIONS))
      .scores;
    const volume = { shape: SHAPE, affine: AFFINE, data: Int16Array.from(labels(2)) };
    const others = {
      "b.nii.gz": file(Float64Array.from(labels(2))),
      "c.nii.gz": file(BigInt64Array.from(labels(2), BigInt)),
      "d.mha": encodeMetaImage(volume, { compress: true }).file,
    };
    for (const [name, bytes] of Object.entries(others)) {
      expect((await scoreCase(caseOf(reference, await folder.put(name, bytes)), OPTIONS)).scores).toEqual(expected);
    }
    const detached = encodeMetaImage(volume, { dataFile: "e.raw" });
    await folder.put("e.raw", detached.data ?? new Uint8Array());
    const header = await folder.put("e.mhd", detached.file);
    expect((await scoreCase(caseOf(reference, header), OPTIONS)).scores).toEqual(expected);
  });

  const flipped = AFFINE.map((value, i) => (i === 0 ? -value : value));
  const unknown = labels().fill(9, 0, 3);
  const nan = Float32Array.from(labels()).fill(Number.NaN, 7, 8);
  const failures: Record<string, [Uint8Array, string, RegExp]> = {
    "another affine": [file(labels(), flipped), "geometry-mismatch", /affine of p.nii.gz is \[-0.8 .*expected \[0.8 /],
    "an unknown label": [file(unknown), "invalid-labels", /label of p.nii.gz is 9, expected 0 or 1 to 3/],
    "not a number": [file(nan), "invalid-labels", /NaN/],
    "a fraction": [file(Float32Array.from(labels(), (v) => v * 0.5)), "invalid-labels", /0.5/],
    "a file cut short": [file(labels()).subarray(0, 80), "invalid-output", /cut short/],
    "an empty file": [new Uint8Array(0), "invalid-output", /empty/],
  };
  for (const [title, [prediction, code, message]] of Object.entries(failures)) {
    it(`fails with ${code} for ${title}, with a message, zeros and the image's diagonal`, async () => {
      const { scores } = await scoreCase(await pair(prediction), OPTIONS);
      expect(scores.status).toBe(code);
      expect(scores.message).toMatch(message);
      expect(scores.structures[0]).toMatchObject({ status: code, dice: 0, nsd: 0, hd95Mm: DIAGONAL, assdMm: DIAGONAL });
      expect(scores.structures[0]?.referenceVolumeMm3).toBeGreaterThan(0);
      expect(scores.structures[2]).toMatchObject({ status: "both-empty", dice: null, hd95Mm: null });
    });
  }

  it("fails with geometry-mismatch for another shape before its voxels are read", async () => {
    const huge = file(labels()).slice();
    const { scores } = await scoreCase(
      caseOf(
        await folder.put("r.nii.gz", huge),
        await folder.put(
          "p.mha",
          encodeMetaImage({ shape: [2, 1, 1], affine: AFFINE, data: Uint8Array.of(1, 7) }).file,
        ),
      ),
      OPTIONS,
    );
    expect(scores).toMatchObject({
      status: "geometry-mismatch",
      message: "shape of p.mha is 2×1×1, expected 24×20×12",
    });
  });

  it("keeps the code of a prediction that never came, no-output by default", async () => {
    const reference = await folder.put("r.nii.gz", file(labels()));
    expect((await scoreCase(caseOf(reference, null), OPTIONS)).scores.status).toBe("no-output");
    expect((await scoreCase(caseOf(reference, join(folder.path(), "none.nii.gz")), OPTIONS)).scores.status).toBe(
      "no-output",
    );
    const failure = { code: "timeout", message: "stopped after 600 s" } as const;
    const { scores } = await scoreCase({ ...caseOf(reference, null), failure }, OPTIONS);
    expect(scores).toMatchObject({ status: "timeout", message: "stopped after 600 s" });
    expect(scores.structures[1]?.status).toBe("timeout");
  });

  it("fails where the prediction is no plain file or too large to be read, and nothing is read of it", async () => {
    const reference = await folder.put("r.nii.gz", file(labels()));
    const loop = join(folder.path(), "loop.nii.gz");
    await symlink(loop, loop);
    const large = await folder.put("large.nii", file(labels()));
    await truncate(large, 3 * 1024 ** 3);
    const outcomes: Record<string, [string, RegExp]> = {
      "/dev/zero": ["invalid-output", /zero is a pipe, a device or a folder/],
      [loop]: ["invalid-output", /ELOOP/],
      [large]: ["output-too-large", /size of large.nii is 3221225472 bytes, expected at most/],
    };
    for (const [path, [status, message]] of Object.entries(outcomes)) {
      const { scores } = await scoreCase(caseOf(reference, path), OPTIONS);
      expect(scores).toMatchObject({ status, message: expect.stringMatching(message) });
    }
  });

  it("is scored on the input's affine where the profile says so, with a flag", async () => {
    const { scores, flags } = await scoreCase(await pair(file(labels(), flipped)), { ...OPTIONS, affine: "use-input" });
    expect(scores.status).toBe("ok");
    expect(scores.structures[0]?.dice).toBe(1);
    expect(flags).toEqual(["affine-ignored"]);
  });

  it("is read through a profile's label map, with a flag for what that leaves out", async () => {
    const other = labels().map((value) => (value === 0 ? 0 : value + 30));
    const input = await pair(file(other));
    const mapped = await scoreCase(input, { ...OPTIONS, predictionLabels: { 31: 1, 32: 2 } });
    expect(mapped.scores.structures[1]?.dice).toBe(1);
    expect(mapped.flags).toEqual([]);
    const partly = await scoreCase(input, { ...OPTIONS, predictionLabels: { 31: 1 } });
    expect(partly.scores.structures[1]?.status).toBe("prediction-empty");
    expect(partly.flags).toEqual(["labels-unmapped"]);
  });

  it("may have other labels as background where the structures file says so", async () => {
    const { scores } = await scoreCase(await pair(file(unknown)), { ...OPTIONS, otherLabels: "background" });
    expect(scores.status).toBe("ok");
  });

  it("may be a folder of masks, which may overlap and miss structures", async () => {
    const masks = join(folder.path(), "case", "segmentations");
    await mkdir(masks, { recursive: true });
    const only = (label: number) => file(labels(1).map((value) => (value === label ? 1 : 0)));
    await folder.put("case/segmentations/aorta.nii.gz", only(1));
    await folder.put("case/segmentations/leber.nii.gz", only(2));
    await folder.put("case/segmentations/other.nii.gz", only(2));
    const reference = await folder.put("r.nii.gz", file(labels()));
    const options = { ...OPTIONS, maskAliases: { leber: "liver" } };
    const { scores, flags } = await scoreCase(caseOf(reference, join(folder.path(), "case")), options);
    const whole = await scoreCase(caseOf(reference, await folder.put("p.nii.gz", file(labels(1)))), OPTIONS);
    expect(scores).toEqual(whole.scores);
    expect(flags).toEqual(["labels-unmapped"]);
    await folder.put("case/segmentations/spleen.nii.gz", file(labels(1).map((value) => (value > 0 ? 1 : 0))));
    const overlapping = await scoreCase(caseOf(reference, join(folder.path(), "case")), options);
    expect(overlapping.scores.structures[2]?.status).toBe("reference-empty");
    expect(overlapping.scores.structures[0]).toEqual(scores.structures[0]);
    await folder.put("case/segmentations/spleen.nii.gz", file(labels(1)));
    expect((await scoreCase(caseOf(reference, join(folder.path(), "case")), options)).scores.status).toBe(
      "invalid-labels",
    );
  });

  it("cannot be scored against a reference that is unreadable, has fractions or no voxel size", async () => {
    const good = await folder.put("p.nii.gz", file(labels()));
    const half = await folder.put("half.nii.gz", file(Float32Array.from(labels(), (v) => v / 2)));
    const flat = await folder.put(
      "flat.nii.gz",
      file(
        labels(),
        AFFINE.map((v, i) => (i === 10 ? 0 : v)),
      ),
    );
    for (const reference of [await folder.put("text.nii.gz", "text"), half, flat, join(folder.path(), "none.nii.gz")]) {
      await expect(scoreCase(caseOf(reference, good), OPTIONS)).rejects.toThrow(
        'the reference of case "case" cannot be used',
      );
    }
  });
});
