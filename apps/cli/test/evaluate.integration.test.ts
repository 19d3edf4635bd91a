import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resultFileSchema } from "@bodymark/contracts";
import { createDockerExecutor } from "@bodymark/evaluator";
import { decodeLabelMap } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestImage, COPY_SCRIPT, forEachCase } from "../../../tests/fixtures/build-test-image.ts";
import { findBusybox } from "../../../tests/fixtures/find-busybox.ts";
import { boxes, STRUCTURES, writeCases } from "../../../tests/support/sandbox.ts";

const PROGRAM = fileURLToPath(new URL("../bin/bodymark.mjs", import.meta.url));
const busybox = await findBusybox();
/** Dice of the two boxes, 6 and 8 voxels wide, against themselves moved by one. */
const SHIFTED_DICE = [5 / 6, 7 / 8];

describe.skipIf(!busybox || !process.env.DOCKER_HOST)("bodymark evaluate", () => {
  let folder: string;
  let image: string;
  let structures: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-evaluate-"));
    image = join(folder, "copy.tar");
    structures = join(folder, "structures.json");
    await buildTestImage({ script: COPY_SCRIPT }, image);
    await writeFile(structures, JSON.stringify(STRUCTURES));
    await writeCases(join(folder, "cases"), {
      b: { image: boxes(1), reference: boxes() },
      B: { image: boxes(), reference: boxes() },
    });
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  const evaluate = (out: string, ...more: string[]) =>
    run([
      "evaluate",
      "--cases",
      join(folder, "cases"),
      "--structures",
      structures,
      "--out",
      join(folder, out),
      ...more,
    ]);
  const resultOf = async (out: string) => JSON.parse(await readFile(join(folder, out, "result.json"), "utf8"));

  it("scores a known algorithm with its known Dice, and keeps what it predicted", async () => {
    const small = ["--memory", "256m", "--shm-size", "16m", "--cpus", "1", "--repeats", "2"];
    const { code, stderr } = await evaluate("known", "--image", image, "--keep-predictions", ...small);
    expect(stderr).toContain("mean Dice");
    expect(code).toBe(0);
    const result = resultFileSchema.parse(await resultOf("known"));
    expect(result.cases.map(({ case: name, ordinal, status }) => [name, ordinal, status])).toEqual([
      ["B", 1, "ok"],
      ["b", 2, "ok"],
    ]);
    expect(result.cases[0]?.structures.map((row) => row.dice)).toEqual([1, 1]);
    for (const [index, dice] of SHIFTED_DICE.entries()) {
      expect(result.cases[1]?.structures[index]?.dice).toBeCloseTo(dice, 12);
    }
    expect(result.summary.meanDice).toBeCloseTo((1 + 5 / 6 + 1 + 7 / 8) / 4, 12);
    expect(result.summary.failedCases).toBe(0);
    expect(result.image.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(result.environment.sandbox).toBe("userns");
    expect(result.environment.missingControls).toEqual([]);
    for (const { timing } of result.cases) {
      expect(timing.repeatsMs).toHaveLength(2);
      expect(timing.medianMs).toBeGreaterThanOrEqual(0);
    }
    const kept = await readFile(join(folder, "known", "predictions", "b.nii.gz"));
    expect(decodeLabelMap(kept).labels).toEqual(boxes(1));
    expect((await readdir(join(folder, "known"))).sort()).toEqual(["predictions", "result.json"]);
    expect(await engineHas(result.image.digest)).toBe(false);
  });

  it("ends with 3 when a case fails, says which failure, and keeps what the container printed", async () => {
    const failing = join(folder, "failing.tar");
    await buildTestImage({ script: forEachCase("echo no weights at /opt\nexit 7") }, failing);
    const { code, stderr } = await evaluate("failing", "--image", failing, "--cpus", "1");
    expect(code).toBe(3);
    expect(stderr).toContain("  | no weights at /opt\n");
    expect(await readFile(join(folder, "failing", "logs", "b.txt"), "utf8")).toContain("no weights at /opt");
    const result = resultFileSchema.parse(await resultOf("failing"));
    expect(result.summary).toMatchObject({ meanDice: 0, failedCases: 2, medianMs: 600_000 });
    expect(result.cases[0]).toMatchObject({
      status: "nonzero-exit",
      failure: { code: "nonzero-exit", stage: "run", fault: "participant" },
      timing: { medianMs: null },
    });
  });

  it("refuses what is no image with its code first on stderr, exit 1 and a rejected result", async () => {
    const broken = join(folder, "broken.tar");
    await writeFile(broken, "not an archive");
    const { code, stderr } = await evaluate("rejected", "--image", broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^invalid-archive/);
    expect(await resultOf("rejected")).toMatchObject({
      schema: "bodymark.result/1",
      rejected: { code: "invalid-archive", message: expect.any(String) },
    });
  });

  it("ends with 2 for wrong usage: unknown options, sizes, images, and images without labels", async () => {
    expect((await evaluate("usage", "--image", image, "--preset", "flare")).code).toBe(2); // no flareToleranceMm
    expect((await evaluate("usage", "--image", image, "--profile", "none")).code).toBe(2);
    expect((await evaluate("usage", "--image", image, "--memory", "much")).code).toBe(2);
    expect((await evaluate("usage", "--image", "no-such-image:1")).code).toBe(2);
    expect((await run(["evaluate", "--image", image])).code).toBe(2);
    const cases = join(folder, "unlabelled");
    await writeCases(cases, { a: { image: boxes(), reference: boxes() } });
    await rm(join(cases, "labels", "a.nii.gz"));
    const out = join(folder, "usage");
    const { code, stderr } = await run([
      "evaluate",
      "--image",
      image,
      "--cases",
      cases,
      "--structures",
      structures,
      "--out",
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("no label file for: a");
  });

  it("says how to get an engine where none answers", async () => {
    const { code, stderr } = await evaluateWithout("DOCKER_HOST", "unix:///nowhere/docker.sock");
    expect(code).toBe(1);
    expect(stderr).toMatch(/no container engine answers at unix:\/\/\/nowhere\/docker.sock/);
    expect(stderr).toContain("Install Docker");
  });

  const evaluateWithout = (name: string, value: string) => {
    const out = join(folder, "none");
    const args = ["--cases", join(folder, "cases"), "--structures", structures, "--out", out, "--image", image];
    return run(["evaluate", ...args], { ...process.env, [name]: value });
  };

  it("stops the container and cleans up on Ctrl-C", async () => {
    const sleeping = join(folder, "sleeping.tar");
    await buildTestImage({ script: forEachCase("sleep 600") }, sleeping);
    const out = join(folder, "stopped");
    const child = start([
      "evaluate",
      "--image",
      sleeping,
      "--cases",
      join(folder, "cases"),
      "--structures",
      structures,
      "--out",
      out,
    ]);
    let stderr = "";
    child.stderr?.on("data", (piece) => {
      stderr += String(piece);
      if (stderr.includes("warm-up") && !child.killed) setTimeout(() => child.kill("SIGINT"), 800);
    });
    const [code] = await once(child, "exit");
    expect(code).toBe(1);
    expect(stderr).toContain("stopping the container");
    expect(await readdir(out)).toEqual([]);
  });
});

async function engineHas(id: string): Promise<boolean> {
  const executor = createDockerExecutor({ address: process.env.DOCKER_HOST, scratchFolder: tmpdir() });
  return (await executor.findImage(id)) !== null;
}

function start(args: readonly string[], env = process.env): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
}

async function run(args: readonly string[], env = process.env): Promise<{ code: number | null; stderr: string }> {
  await access(PROGRAM);
  const child = start(args, env);
  let stderr = "";
  child.stderr?.on("data", (piece) => {
    stderr += String(piece);
  });
  const [code] = await once(child, "exit");
  return { code, stderr };
}
