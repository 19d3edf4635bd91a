// Run by npm after an installation: bundles `score`, and has it score a small case, so that the compiled code of its first
// real case is at hand. Whatever hinders either is no reason to fail: the sources run as they are.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
try {
  const { buildOwnScore } = await import("./build.mjs");
  await buildOwnScore();
  await scoreOnce();
} catch (error) {
  console.warn(`bodymark score was not prepared and will start slower: ${error.message}`);
}

/** Two balls, moved and spoiled by a far-off spot: all of the usual code runs. */
async function scoreOnce() {
  const { encodeNifti } = await import("@bodymark/nifti");
  const folder = mkdtempSync(join(tmpdir(), "bodymark-prepare-"));
  try {
    const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const write = (name, shift) => {
      const data = Uint8Array.from({ length: 64 ** 3 }, (_, at) => {
        const [x, y, z] = [at & 63, (at >> 6) & 63, at >> 12];
        const inBall = (cx) => (x - cx) ** 2 + (y - 32) ** 2 + (z - 32) ** 2 < 144;
        const spot = shift > 0 && x < 2 && y < 2 && z < 2;
        return inBall(18 + shift) || spot ? 1 : inBall(44 + shift) ? 2 : 0;
      });
      writeFileSync(join(folder, name), gzipSync(encodeNifti({ shape: [64, 64, 64], affine, data })));
    };
    write("reference.nii.gz", 0);
    write("prediction.nii.gz", 2);
    const structures = [1, 2].map((label) => ({ label, name: `ball ${label}`, toleranceMm: [1, 2] }));
    writeFileSync(join(folder, "structures.json"), JSON.stringify({ structures }));
    const files = ["reference", "prediction"].flatMap((side) => [`--${side}`, `${side}.nii.gz`]);
    const args = [join(here, "bin/bodymark.mjs"), "score", ...files, "--structures", "structures.json"];
    execFileSync(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
