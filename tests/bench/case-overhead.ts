import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { prepareArchive } from "@bodymark/evaluator";
import { findEngine } from "../../infra/engine/find-engine.ts";
import { buildTestImage, COPY_SCRIPT } from "../fixtures/build-test-image.ts";
import { SandboxBench, SMALL_LIMITS } from "../support/sandbox.ts";

const ROUNDS = 15;
const run = promisify(execFile);

/**
 * What a case costs beyond the container's own run, in milliseconds: the evaluator's hardened container with inputs put
 * in, output collected, checked and removed, beside plain `docker run --rm` of the same image, taken in turns. Null where
 * no engine answers, or its command line is missing.
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
  const parts: Record<string, number[]> = { prepare: [], start: [], collect: [], remove: [] };
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
      const { events } = await bench.evaluate((path) => buildTestImage({ script: COPY_SCRIPT }, path));
      for (const event of events) {
        if (event.kind !== "journal" || !event.message.startsWith("repeat 1")) continue;
        const found = [...event.message.matchAll(/(prepare|start|collect|remove) (\d+)/g)];
        for (const [, name = "", ms] of found) parts[name]?.push(Number(ms));
        hardened.push(found.reduce((sum, [, , ms]) => sum + Number(ms), 0));
      }
      const started = performance.now();
      await run("docker", ["run", "--rm", "--network", "none", image.id, "sh", "-c", "true"]);
      plain.push(performance.now() - started);
    }
  } finally {
    await bench.executor.removeImage(imageId);
    await bench.close();
  }
  const median = (values: number[]) => Math.round([...values].sort((a, b) => a - b)[values.length >> 1] ?? 0);
  const figures = {
    rounds: ROUNDS,
    hardenedMs: median(hardened),
    partsMs: Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, median(values)])),
    leastMs: Math.min(...hardened),
    plainDockerRunMs: median(plain),
  };
  console.table([
    { run: "hardened, beyond the container's own run", "median ms": figures.hardenedMs, ...figures.partsMs },
    { run: "plain docker run, whole", "median ms": figures.plainDockerRunMs },
  ]);
  return figures;
}
