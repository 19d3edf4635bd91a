import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type EvaluationEvent, prepareArchive } from "@bodymark/evaluator";
import { findEngine } from "../../infra/engine/find-engine.ts";
import { buildTestImage, COPY_SCRIPT } from "../fixtures/build-test-image.ts";
import { SandboxBench, SMALL_LIMITS } from "../support/sandbox.ts";

const ROUNDS = 4;
const CASES_A_ROUND = 6;
const run = promisify(execFile);

/**
 * What a case costs beyond the container's own run, in milliseconds: evaluations of many small cases (hardened
 * containers, inputs put in, outputs collected, checked and scored, containers removed), beside plain `docker run --rm`
 * of the same image, a round of either in turns. Null where no engine answers, or its command line is missing.
 */
export async function benchOverhead() {
  const engine = await findEngine(process.env.DOCKER_HOST);
  const client = await run("docker", ["--version"]).catch(() => null);
  if (engine.host === undefined || client === null) {
    console.log("left out: no engine with its command line (`docker`) answers; DOCKER_HOST names one");
    return null;
  }
  process.env.DOCKER_HOST = engine.host;
  const bench = await SandboxBench.open();
  const hardened: number[] = [];
  const parts: Record<string, number[]> = { prepare: [], start: [], collect: [] };
  const plain: number[] = [];
  let imageId = "";
  try {
    const archive = join(bench.folder, "copy.tar");
    await buildTestImage({ script: COPY_SCRIPT }, archive);
    const { signal } = new AbortController();
    const { image } = await prepareArchive(bench.executor, archive, {
      profile: "bodymaps",
      limits: SMALL_LIMITS,
      workDir: bench.folder,
      signal,
    });
    imageId = image.id;
    for (let round = 0; round < ROUNDS; round++) {
      hardened.push(...(await evaluateCases(bench, parts)));
      for (let one = 0; one < CASES_A_ROUND; one++) {
        const started = performance.now();
        await run("docker", ["run", "--rm", "--network", "none", image.id, "sh", "-c", "true"]);
        plain.push(performance.now() - started);
      }
    }
  } finally {
    await bench.executor.removeImage(imageId);
    await bench.close();
  }
  const median = (values: number[]) => Math.round([...values].sort((a, b) => a - b)[values.length >> 1] ?? 0);
  const figures = {
    cases: hardened.length,
    hardenedMs: median(hardened),
    // What is made before its turn (prepare) is no part of the time between two runs.
    partsMs: Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, median(values)])),
    leastMs: Math.round(Math.min(...hardened)),
    plainDockerRunMs: median(plain),
  };
  console.table([
    { run: "hardened, beyond the container's own run", "median ms": figures.hardenedMs, ...figures.partsMs },
    { run: "plain docker run, whole", "median ms": figures.plainDockerRunMs },
  ]);
  return figures;
}

/** From one case's result to the next one's, less the run itself. */
async function evaluateCases(bench: SandboxBench, parts: Record<string, number[]>): Promise<number[]> {
  const cases = Array.from({ length: CASES_A_ROUND + 1 }, (_, index) => ({
    case: `case-${index}`,
    ordinal: index + 1,
    imagePath: join(bench.folder, "cases/images/secret-name.nii.gz"),
    labelPath: join(bench.folder, "cases/labels/secret-name.nii.gz"),
  }));
  const costs: number[] = [];
  let since: number | null = null;
  const on = (event: EvaluationEvent) => {
    for (const { message } of event.kind === "journal" ? event.lines : []) {
      if (!message.startsWith("repeat 1")) continue;
      const found = message.matchAll(/(prepare|start|collect) (\d+)/g);
      for (const [, name = "", ms] of found) parts[name]?.push(Number(ms));
    }
    if (event.kind !== "result") return;
    const now = performance.now();
    if (since !== null) costs.push(now - since - (event.result.timing.medianMs ?? 0));
    since = now;
  };
  await bench.evaluate((path) => buildTestImage({ script: COPY_SCRIPT }, path), { options: { cases, on } });
  return costs;
}
