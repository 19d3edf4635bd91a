import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBaselineImage } from "@bodymark/baseline";
import { limitsSchema } from "@bodymark/contracts";
import { createDockerExecutor, type Executor, prepareArchive, runEvaluation } from "@bodymark/evaluator";
import { encodeCase, generateCase, PHANTOM_STRUCTURES } from "@bodymark/phantom";
import { afterAll, beforeAll, expect, it } from "vitest";

const signal = new AbortController().signal;
const labels = { "bodymark.test": "baseline" };
let folder = "";
let executor: Executor;
let imageId: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-baseline-"));
  executor = createDockerExecutor({ address: process.env.DOCKER_HOST, scratchFolder: join(folder, "scratch") });
});

afterAll(async () => {
  await executor.reap(labels);
  if (imageId !== undefined) await executor.removeImage(imageId);
  await executor.close();
  await rm(folder, { recursive: true, force: true });
});

it("runs the baseline's image in the sandbox on one core and gets the Dice that its algorithm has", async () => {
  const archive = await buildBaselineImage({ variant: "fast", out: join(folder, "fast.tar") });
  const limits = limitsSchema.parse({ caseTimeoutS: 60, cpus: 1, memoryBytes: 2 * 1024 ** 3 });
  const { image } = await prepareArchive(executor, archive, { profile: "bodymaps", limits, workDir: folder, signal });
  imageId = image.id;
  const phantom = generateCase({ seed: 55, index: 0, spacingMm: [4, 4, 6] });
  const files = encodeCase(phantom);
  const [imagePath, labelPath] = [join(folder, "image.nii.gz"), join(folder, "label.nii.gz")];
  await writeFile(imagePath, files.image);
  await writeFile(labelPath, files.labels);

  const { cases, summary } = await runEvaluation({
    executor,
    image,
    cases: [{ case: phantom.name, ordinal: 1, imagePath, labelPath }],
    structures: { structures: [...PHANTOM_STRUCTURES] },
    profile: "bodymaps",
    limits,
    sandbox: "auto",
    workDir: join(folder, "work"),
    labels,
    signal,
    on: () => undefined,
  });

  expect(cases[0]?.failure).toBeNull();
  expect(cases[0]?.status).toBe("ok");
  expect(summary.meanDice).toBeGreaterThan(0.4);
  expect(summary.meanDice).toBeLessThan(0.85);
});
