import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  BodymarkError,
  type RejectedFile,
  type ResultFile,
  RunFailure,
  resultFileSchema,
  UsageError,
} from "@bodymark/contracts";
import {
  CONTROL_ADVICE,
  type Control,
  createDockerExecutor,
  EngineUnreachable,
  type EvaluationEvent,
  type Executor,
  type PreparedImage,
  prepareArchive,
  prepareNamedImage,
  runEvaluation,
} from "@bodymark/evaluator";
import { definitionTolerances } from "@bodymark/metrics";
import { readStructuresFile } from "@bodymark/scoring";
import { readEnvironment } from "./environment.ts";
import { findCases } from "./evaluate-cases.ts";
import { type EvaluateArguments, readEvaluateOptions } from "./evaluate-options.ts";
import { EXIT } from "./exit-codes.ts";
import { keepLog, lastLines } from "./keep-log.ts";
import { readLabelMap, refuseForeignLabels } from "./read-label-map.ts";

/** Evaluates an image and writes `result.json`. @returns the command's exit code */
export async function runEvaluate(options: EvaluateArguments): Promise<number> {
  const chosen = readEvaluateOptions(options);
  const structures = await readStructuresFile(options.structures);
  const labelMap = options.labelMap === undefined ? null : await readLabelMap(options.labelMap);
  if (labelMap) refuseForeignLabels(labelMap, structures);
  for (const structure of structures.structures) definitionTolerances(structure, chosen.definition);
  const cases = await findCases(options.cases, structures.structures);
  await mkdir(options.out, { recursive: true });
  const workDir = await mkdtemp(join(options.out, ".bodymark-"));
  const labels = { "bodymark.evaluation": `cli-${randomUUID()}` };
  const executor = createDockerExecutor({
    address: readEnvironment().dockerHost,
    scratchFolder: join(workDir, "loop"),
  });
  const stop = stopOnSignal();
  let prepared: PreparedImage | undefined;
  try {
    prepared = await prepareImage(executor, options.image, { ...chosen, workDir, signal: stop.signal });
    const { image } = prepared;
    const outcome = await runEvaluation({
      ...chosen,
      executor,
      image,
      cases,
      structures,
      ...(labelMap ? { labelMap } : {}),
      ...(options.keepPredictions ? { predictionsDir: join(options.out, "predictions") } : {}),
      workDir: join(workDir, "run"),
      labels,
      signal: stop.signal,
      // The caller's own machine and cases: what the container printed is theirs to read.
      keepLogs: true,
      on: async (event) => {
        report(event, cases.length);
        if (event.kind === "result") await tellLog(options.out, event);
      },
    });
    const { environment: ranOn, scorer, cases: results, summary } = outcome;
    const file: ResultFile = {
      schema: "bodymark.result/1",
      image: { digest: image.id, sizeBytes: image.sizeBytes },
      environment: ranOn,
      scorer,
      cases: [...results],
      summary,
    };
    await writeResult(options.out, resultFileSchema.parse(file));
    say(`mean Dice ${text(summary.meanDice)}, mean NSD ${text(summary.meanNsd)}, failed cases ${summary.failedCases}`);
    return summary.failedCases > 0 ? EXIT.someCasesFailed : EXIT.done;
  } catch (error) {
    if (
      error instanceof RunFailure &&
      (error.stage === "accept" || error.stage === "load") &&
      error.code !== "cancelled"
    ) {
      process.stderr.write(`${error.code}: ${error.message}\n`);
      const rejected: RejectedFile = {
        schema: "bodymark.result/1",
        rejected: { code: error.code, message: error.message },
      };
      await writeResult(options.out, rejected);
      return EXIT.failed;
    }
    throw explain(error);
  } finally {
    stop.end();
    await cleanUp(executor, labels, prepared);
    await rm(workDir, { recursive: true, force: true });
  }
}

async function prepareImage(
  executor: Executor,
  image: string,
  options: Parameters<typeof prepareArchive>[2],
): Promise<PreparedImage> {
  const file = await stat(image).catch(() => null);
  if (file?.isFile()) return await prepareArchive(executor, image, options);
  const named = file ? null : await prepareNamedImage(executor, image, options);
  if (!named) throw new UsageError(`--image: "${image}" is neither a file nor an image that the engine has`);
  return named;
}

async function cleanUp(
  executor: Executor,
  labels: Readonly<Record<string, string>>,
  prepared: PreparedImage | undefined,
): Promise<void> {
  try {
    await executor.reap(labels);
    if (prepared?.loaded) await executor.removeImage(prepared.image.id);
  } catch (error) {
    // Said already, where the engine was what failed.
    if (!(error instanceof EngineUnreachable))
      say(`warning: ${error instanceof Error ? error.message : String(error)}`);
  }
  await executor.close();
}

/** Aborts on Ctrl-C; a second one ends the program at once. */
function stopOnSignal(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.failed);
    say("stopping the container and cleaning up");
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return { signal: controller.signal, end: () => void process.off("SIGINT", stop).off("SIGTERM", stop) };
}

function report(event: EvaluationEvent, total: number): void {
  switch (event.kind) {
    case "environment": {
      const { sandbox, missingControls, flags, cpu, engine } = event.environment;
      say(`${engine} on ${cpu}, sandbox ${sandbox}${flags.length > 0 ? `, ${flags.join(", ")}` : ""}`);
      for (const control of missingControls) {
        say(`warning: this engine lacks ${control}: ${CONTROL_ADVICE[control as Control]}`);
      }
      break;
    }
    case "warm-up":
      say("warm-up");
      break;
    case "case":
      if (event.state === "running") say(`case ${event.ordinal} of ${total}: running`);
      break;
    case "journal":
      for (const { ordinal, message } of event.lines)
        if (ordinal !== null) say(`case ${ordinal} of ${total}: ${message}`);
      break;
    case "result":
      say(`case ${event.result.ordinal} of ${total}: ${event.result.status}, ${text(event.result.timing.medianMs)} ms`);
      break;
  }
}

/** Keeps a case's log; of one that failed, says the last lines too. */
async function tellLog(out: string, { result, log }: EvaluationEvent & { kind: "result" }): Promise<void> {
  if (!log) return;
  const path = await keepLog(out, result.case, log);
  if (result.status === "ok") return;
  if (!path) return say(`case ${result.ordinal}: its container printed nothing`);
  say(`case ${result.ordinal}: the last that its container printed, all of it in ${path}:`);
  for (const line of lastLines(log)) say(`  | ${line}`);
}

/** What to do where no engine answers. */
function explain(error: unknown): unknown {
  if (!(error instanceof EngineUnreachable)) return error;
  const where = readEnvironment().dockerHost ?? "unix:///var/run/docker.sock (DOCKER_HOST is not set)";
  return new NoEngine(
    `no container engine answers at ${where}. Install Docker (Debian, Ubuntu: apt-get install docker.io; macOS, Windows: Docker Desktop), start it, or set DOCKER_HOST; your user must be allowed to use its socket`,
    { cause: error },
  );
}

class NoEngine extends BodymarkError {
  override readonly name = "NoEngine";
  readonly code = "no-engine";
  readonly retry = true;
}

async function writeResult(out: string, file: ResultFile | RejectedFile): Promise<void> {
  const path = join(out, "result.json");
  await writeFile(`${path}.part`, `${JSON.stringify(file, null, 1)}\n`);
  await rename(`${path}.part`, path);
}

function text(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
