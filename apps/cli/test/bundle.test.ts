import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { encodeNifti } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const APP = fileURLToPath(new URL("..", import.meta.url));
let folder = "";

beforeAll(async () => {
  // Inside the package, so that what the bundle leaves out is found as it is when installed.
  folder = await mkdtemp(join(APP, "dist-test-"));
  await run(process.execPath, [join(APP, "build.mjs"), join(folder, "dist")]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the published command line", () => {
  it("scores with its own threads, without the sources", { timeout: 60_000 }, async () => {
    const data = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 > 4 ? 1 + (i % 2) : 0));
    const file = join(folder, "map.nii");
    await writeFile(
      file,
      encodeNifti({ shape: [10, 10, 10], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], data }),
    );
    const structures = join(folder, "structures.json");
    const list = [1, 2].map((label) => ({ label, name: `s${label}`, toleranceMm: 1 }));
    await writeFile(structures, JSON.stringify({ structures: list }));
    const args = ["score", "--reference", file, "--prediction", file, "--structures", structures, "--workers", "2"];
    const { stdout } = await run(process.execPath, [join(folder, "dist/main.js"), ...args]);
    expect(JSON.parse(stdout).cases[0].structures.map(({ dice }: { dice: number }) => dice)).toEqual([1, 1]);
  });
});
