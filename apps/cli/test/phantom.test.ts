import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { structuresFileSchema } from "@bodymark/contracts";
import { readVolumeHeader } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const BODYMARK = fileURLToPath(new URL("../bin/bodymark.mjs", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-phantom-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function phantom(...options: string[]) {
  return new Promise<{ code: number; stderr: string }>((resolve) => {
    execFile(process.execPath, [BODYMARK, "phantom", ...options], (error, _stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr }),
    );
  });
}

describe("bodymark phantom", () => {
  it("writes scans, labels, metadata and structures in the layout that evaluate reads", async () => {
    const out = join(folder, "two");
    const { code } = await phantom("--cases", "2", "--out", out, "--shape", "32,32,40", "--spacing", "12,12,14.4");
    expect(code).toBe(0);
    const names = ["phantom-001.nii.gz", "phantom-002.nii.gz"];
    expect((await readdir(join(out, "images"))).sort()).toEqual(names);
    expect((await readdir(join(out, "labels"))).sort()).toEqual(names);
    for (const kind of ["images", "labels"]) {
      const header = readVolumeHeader(gunzipSync(await readFile(join(out, kind, "phantom-001.nii.gz"))));
      expect(header.shape).toEqual([32, 32, 40]);
      expect(header.spacingMm[2]).toBeCloseTo(14.4, 5);
    }
    const structures = structuresFileSchema.parse(JSON.parse(await readFile(join(out, "structures.json"), "utf8")));
    expect(structures.structures).toHaveLength(25);
    expect(structures.structures[4]).toEqual({ label: 5, name: "liver", toleranceMm: 1, flareToleranceMm: 5 });
    const [head, ...rows] = (await readFile(join(out, "cases.csv"), "utf8")).trimEnd().split("\n");
    expect(head).toContain("manufacturer");
    expect(rows).toHaveLength(2);
  });

  it("calls wrong values wrong usage and names the option", async () => {
    for (const [option, value] of [
      ["--cases", "0"],
      ["--shape", "3,3"],
      ["--spacing", "1,0,1"],
      ["--seed", "1.5"],
    ] as const) {
      const options = { "--cases": "1", "--out": join(folder, "never"), [option]: value };
      const { code, stderr } = await phantom(...Object.entries(options).flat());
      expect(code).toBe(2);
      expect(stderr).toContain(option);
    }
  });

  it("does not mix its scans with others that lie in the folder", async () => {
    const out = join(folder, "mixed");
    await phantom("--cases", "1", "--out", out, "--shape", "8,8,8");
    await writeFile(join(out, "images", "mine.nii.gz"), "");
    const { code, stderr } = await phantom("--cases", "1", "--out", out, "--shape", "8,8,8");
    expect(code).toBe(2);
    expect(stderr).toContain("mine.nii.gz");
  });
});
