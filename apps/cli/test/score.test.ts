import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scoresFileSchema } from "@bodymark/contracts";
import { encodeNifti } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const BIN = fileURLToPath(new URL("../bin/bodymark.mjs", import.meta.url));
const AFFINE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1];
let folder = "";

function bodymark(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const volume = (from: number) =>
  encodeNifti(
    { shape: [10, 8, 6], affine: AFFINE, data: Uint8Array.from({ length: 480 }, (_, i) => (i % 10 >= from ? 1 : 0)) },
    { gzip: true },
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-cli-"));
  for (const name of ["ref", "pred", "none"]) await mkdir(join(folder, name));
  await writeFile(
    join(folder, "structures.json"),
    JSON.stringify({ structures: [{ label: 1, name: "liver", toleranceMm: 1 }] }),
  );
  for (const name of ["ref/one.nii.gz", "ref/two.nii.gz"]) await writeFile(join(folder, name), volume(4));
  await writeFile(join(folder, "pred/one.nii.gz"), volume(5));
  await writeFile(join(folder, "pred/three.nii.gz"), volume(5));
  await writeFile(join(folder, "none/other.nii.gz"), volume(5));
  await writeFile(join(folder, "broken.nii.gz"), volume(5).subarray(0, 50));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const score = (reference: string, prediction: string, ...more: string[]) =>
  bodymark("score", "--reference", reference, "--prediction", prediction, "--structures", "structures.json", ...more);

describe("bodymark score", { timeout: 60_000 }, () => {
  it("prints the scores of one pair and ends with 0", async () => {
    const { code, stdout, stderr } = await score("ref/one.nii.gz", "pred/one.nii.gz");
    const scores = scoresFileSchema.parse(JSON.parse(stdout));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(scores.cases[0]).toMatchObject({ case: "one", status: "ok" });
    expect(scores.cases[0]?.structures[0]).toMatchObject({
      status: "ok",
      dice: 10 / 11,
      nsd: 1,
      hd95Mm: 1,
      referenceVolumeMm3: 576,
    });
  });

  it("ends with 3 for folders where a prediction is missing, and warns of one too many", async () => {
    const { code, stdout, stderr } = await score("ref", "pred", "--out", "scores.json");
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain('prediction "three" has no reference');
    expect(stderr).toContain('case "two" failed: no-output');
    const scores = scoresFileSchema.parse(JSON.parse(await readFile(join(folder, "scores.json"), "utf8")));
    expect(scores.cases.map(({ case: name, status }) => [name, status])).toEqual([
      ["one", "ok"],
      ["two", "no-output"],
    ]);
    expect(scores.summary[0]).toMatchObject({ cases: 2, dice: { mean: 5 / 11 } });
  });

  it("ends with 3 for a prediction that is unreadable, 1 for a reference that is", async () => {
    const failed = await score("ref/one.nii.gz", "broken.nii.gz");
    expect(failed.code).toBe(3);
    expect(JSON.parse(failed.stdout).cases[0]).toMatchObject({
      status: "invalid-output",
      message: expect.stringContaining("cut short"),
    });
    const { code, stdout, stderr } = await score("broken.nii.gz", "ref/one.nii.gz");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("cut short");
  });

  it("leaves out what cases.csv marks as not annotated, and says so", async () => {
    await mkdir(join(folder, "partial/labels"), { recursive: true });
    for (const name of ["one", "two"]) await writeFile(join(folder, `partial/labels/${name}.nii.gz`), volume(4));
    await writeFile(join(folder, "partial/cases.csv"), "case,not-annotated\ntwo,liver;tail\n");
    const { code, stdout, stderr } = await score("partial/labels", "ref");
    expect(code).toBe(0);
    expect(stderr).toContain('marks "tail"');
    expect(stderr).toContain("not annotated: 1 structure");
    const scores = scoresFileSchema.parse(JSON.parse(stdout));
    expect(scores.cases[1]?.structures[0]).toMatchObject({ status: "not-annotated", dice: null, nsd: null });
    expect(scores.summary[0]).toMatchObject({ cases: 1, dice: { mean: 1 } });
    const elsewhere = await score("partial/labels", "ref", "--cases-csv", "none.csv");
    expect(elsewhere).toMatchObject({ code: 2, stdout: "" });
  });

  it("prints further metrics where they are asked for, each with its summary", async () => {
    const asked = "hd,hd50,hd99.5,volume-error";
    const { code, stdout } = await score("ref/one.nii.gz", "pred/one.nii.gz", "--metrics", asked);
    const scores = scoresFileSchema.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(Object.keys(scores.cases[0]?.structures[0] ?? {})).not.toContain("dice");
    const values = { hdMm: 1, hd50Mm: 0, "hd99.5Mm": 1, relativeVolumeError: -1 / 6 };
    expect(scores.cases[0]?.structures[0]).toMatchObject(values);
    expect(scores.summary[0]).toMatchObject({ hdMm: { mean: 1, sd: 0 }, relativeVolumeError: { median: -1 / 6 } });
  });

  it("names file, field and both values where a prediction does not fit", async () => {
    const other = encodeNifti({ shape: [4, 4, 4], affine: AFFINE, data: new Uint8Array(64) });
    await writeFile(join(folder, "small.nii"), other);
    const { code, stdout } = await score("ref/one.nii.gz", "small.nii");
    expect(code).toBe(3);
    expect(JSON.parse(stdout).cases[0]).toMatchObject({
      status: "geometry-mismatch",
      message: "shape of small.nii is 4×4×4, expected 10×8×6",
    });
  });

  const wrong: Record<string, [string[], RegExp]> = {
    "no name that matches": [
      ["score", "--reference", "ref", "--prediction", "none", "--structures", "structures.json"],
      /references: one, two/,
    ],
    "a metric that is not known": [
      [
        "score",
        "--reference",
        "ref",
        "--prediction",
        "pred",
        "--structures",
        "structures.json",
        "--metrics",
        "dice,iou",
      ],
      /iou/,
    ],
    "a preset that is not known": [
      ["score", "--reference", "ref", "--prediction", "pred", "--structures", "structures.json", "--preset", "x"],
      /--preset/,
    ],
    "flare without its tolerance": [
      ["score", "--reference", "ref", "--prediction", "pred", "--structures", "structures.json", "--preset", "flare"],
      /flareToleranceMm/,
    ],
    "no structures": [["score", "--reference", "ref", "--prediction", "pred"], /--structures/],
    "structures that are not JSON": [
      ["score", "--reference", "ref", "--prediction", "pred", "--structures", "ref/one.nii.gz"],
      /not JSON/,
    ],
    "a command that is not known": [["scores"], /unknown command/],
  };
  for (const [title, [args, message]] of Object.entries(wrong)) {
    it(`ends with 2 for ${title}`, async () => {
      const { code, stdout, stderr } = await bodymark(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(message);
    });
  }
});
