import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeBundle } from "@bodymark/bundle";
import { encodeNifti } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const APP = fileURLToPath(new URL("..", import.meta.url));
let folder = "";
let program = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-package-"));
  await run(process.execPath, [join(APP, "pack.mjs"), join(folder, "bodymark.tgz")]);
  await run("tar", ["-xzf", "bodymark.tgz"], { cwd: folder });
  program = join(folder, "package/bin/bodymark.mjs");
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const bodymark = (...args: string[]) => run(process.execPath, [program, ...args], { cwd: folder });

describe("the published command line", () => {
  it("installs nothing else, and lists every command", async () => {
    const manifest = JSON.parse(await readFile(join(folder, "package/package.json"), "utf8"));
    expect(manifest.dependencies).toBeUndefined();
    // npx runs what it has of an address until a package of another name is there.
    expect(manifest.name).toMatch(/^bodymark-[0-9a-f]{12}$/);
    const { stdout } = await bodymark("--help");
    for (const name of ["evaluate", "phantom", "rank", "score", "status", "submit", "verify"])
      expect(stdout).toContain(`  ${name} `);
  });

  it("scores with its own threads, without the sources", { timeout: 60_000 }, async () => {
    const data = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 > 4 ? 1 + (i % 2) : 0));
    await writeFile(
      join(folder, "map.nii"),
      encodeNifti({ shape: [10, 10, 10], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], data }),
    );
    const list = [1, 2].map((label) => ({ label, name: `s${label}`, toleranceMm: 1 }));
    await writeFile(join(folder, "structures.json"), JSON.stringify({ structures: list }));
    const maps = ["--reference", "map.nii", "--prediction", "map.nii"];
    const { stdout } = await bodymark("score", ...maps, "--structures", "structures.json", "--workers", "2");
    expect(JSON.parse(stdout).cases[0].structures.map(({ dice }: { dice: number }) => dice)).toEqual([1, 1]);
  });

  it("verifies a bundle offline: 0 and a sentence if genuine, 1 if tampered with, 2 for a key that is none", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const about = {
      kind: "commitment",
      issuer: "http://localhost:3000",
      challenge: "phantom-abdomen",
      phase: "final",
      team: "Ada",
      algorithm: "Atlas",
      submission: "sub_1",
      evaluation: "evl_1",
      finishedAt: "2026-11-24T12:00:00.000Z",
    } as const;
    const content = JSON.stringify({
      schema: "bodymark.commitment/1",
      algorithm: "sha256(salt || result.json)",
      commitment: "ab".repeat(32),
    });
    const bundle = makeBundle({ about, files: [{ path: "commitment.json", content }] }, privateKey);
    await writeFile(join(folder, "bundle.zip"), bundle);
    await writeFile(join(folder, "key.pem"), publicKey.export({ type: "spki", format: "pem" }));
    const { stdout } = await bodymark("verify", "bundle.zip", "--key", "key.pem");
    expect(stdout).toMatch(/^Genuine: signed by sha256:[0-9a-f]{64} and not changed since\./);

    bundle[bundle.length >> 1] = (bundle[bundle.length >> 1] ?? 0) ^ 1;
    await writeFile(join(folder, "bundle.zip"), bundle);
    const tampered = await bodymark("verify", "bundle.zip", "--key", "key.pem").catch((error) => error);
    expect([tampered.code, tampered.stdout]).toEqual([1, ""]);
    const noKey = await bodymark("verify", "bundle.zip", "--key", "structures.json").catch((error) => error);
    expect([noKey.code, noKey.stderr]).toEqual([2, expect.stringContaining("not an Ed25519 public key")]);
  });
});
