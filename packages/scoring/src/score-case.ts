import { stat } from "node:fs/promises";
import type { FailureCode, StructureScore } from "@bodymark/contracts";
import { extentOf, type LabelRuns } from "@bodymark/metrics";
import { failedStructures } from "./failed-case.ts";
import { isAnnotated, notAnnotatedRow } from "./not-annotated.ts";
import type { CaseInput, ScoringOptions } from "./options.ts";
import { type PredictionRead, readPrediction, readReference } from "./read-case.ts";
import { type LabelRunsFile, peekHeader } from "./read-label-runs.ts";
import type { ScoredCase } from "./scored-case.ts";
import { createShare, scoreShare } from "./share-structures.ts";
import { WorkerDied } from "./worker-pool.ts";
import type { ScoringThreads } from "./worker-tasks.ts";

/**
 * Scores one case. The reference drives: every structure is listed whatever becomes of the prediction, and a case that
 * failed or is missing scores 0 and the image's diagonal for each structure that the reference has.
 * @param threads free threads that take their share of the structures where there is much to do.
 * @throws UnreadableReference when the reference cannot be read; a prediction at fault is a failed case, never an error.
 */
export async function scoreCase(
  input: CaseInput,
  options: ScoringOptions,
  threads: ScoringThreads | null = null,
): Promise<ScoredCase> {
  const started = performance.now();
  const { reference, prediction } = await readBoth(input, options, threads);
  const decodeMs = performance.now() - started;
  if ("failure" in prediction) {
    const { code, message } = prediction.failure;
    const structures = failedStructures(input, reference, options, code);
    const scores = { case: input.name, status: code, ...(message === undefined ? {} : { message }), structures };
    return { scores, flags: [], timing: { decodeMs, scoreMs: 0 } };
  }
  const annotated = options.structures.filter((structure) => isAnnotated(input, structure));
  const scored = await scoreStructures(reference, prediction.file, { ...options, structures: annotated }, threads);
  const byLabel = new Map(scored.map((row) => [row.label, row]));
  const structures = options.structures.map(
    (structure) =>
      byLabel.get(structure.label) ??
      notAnnotatedRow(structure, options, volumeMm3(prediction.file, structure.label, reference.header.spacingMm)),
  );
  const timing = { decodeMs, scoreMs: performance.now() - started - decodeMs };
  return { scores: { case: input.name, status: "ok", structures }, flags: prediction.flags, timing };
}

function volumeMm3({ runs }: LabelRunsFile, label: number, [sx, sy, sz]: readonly [number, number, number]): number {
  return (extentOf(runs, label)?.voxels ?? 0) * (sx * sy * sz);
}

/**
 * With fewer runs one thread is done sooner: a second one takes 0.3 s of processor time to start and to compile the same
 * code. 25 structures in 512×512×250 voxels have some 200,000 runs and take 0.57 s on one thread, 0.69 s on two.
 */
const MIN_SHARED_RUNS = 1_500_000;

function sizeOf(runs: LabelRuns): number {
  return runs.planes === null ? runs.rows.length : Number.POSITIVE_INFINITY;
}

type Prediction = PredictionRead | { readonly failure: { readonly code: FailureCode; readonly message?: string } };

async function readBoth(
  input: CaseInput,
  options: ScoringOptions,
  threads: ScoringThreads | null,
): Promise<{ reference: LabelRunsFile; prediction: Prediction }> {
  const { predictionPath } = input;
  if (predictionPath === null) {
    return {
      reference: await readReference(input, options),
      prediction: { failure: input.failure ?? { code: "no-output" } },
    };
  }
  const header = threads === null ? null : await peekHeader(input.referencePath);
  if (threads === null || header === null) {
    const shared = threads !== null;
    const reference = await readReference(input, options, shared);
    return { reference, prediction: await readPrediction(predictionPath, reference.header, options, shared) };
  }
  // Cores are free: both are expanded at the same time, and of large files both are searched for runs, too.
  const [reference, prediction] = await Promise.all([
    (await areLarge(input.referencePath, predictionPath))
      ? readElsewhere(input, options, threads)
      : readReference(input, options, true),
    readPrediction(predictionPath, header, options, true),
  ]);
  return { reference, prediction };
}

/** Two files that together have more bytes are worth a thread: noise, or voxels that are not compressed. */
const LARGE_BYTES = 16 * 1024 * 1024;

async function areLarge(...paths: readonly string[]): Promise<boolean> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0) > LARGE_BYTES;
}

/** Reads the reference in another thread, or here where that thread dies. */
async function readElsewhere(
  input: CaseInput,
  options: ScoringOptions,
  threads: ScoringThreads,
): Promise<LabelRunsFile> {
  try {
    return await threads.readReference(input, options);
  } catch (error) {
    if (error instanceof WorkerDied) return readReference(input, options, true);
    throw error;
  }
}

async function scoreStructures(
  reference: LabelRunsFile,
  prediction: LabelRunsFile,
  options: ScoringOptions,
  threads: ScoringThreads | null,
): Promise<StructureScore[]> {
  const { structures, definition, metrics } = options;
  const { spacingMm } = reference.header;
  const share = createShare(reference.runs, prediction.runs, { spacingMm, structures, definition, metrics });
  const large = sizeOf(reference.runs) + sizeOf(prediction.runs) > MIN_SHARED_RUNS;
  const helpers = threads === null || !large ? 0 : Math.min(threads.size, structures.length - 1);
  // Posted first, so that the threads start before this one is busy.
  const beside = Array.from({ length: helpers }, async () => threads?.scoreShare(share) ?? []);
  const scored = scoreShare(share);
  // A thread that came too late for any structure is not waited for.
  if (scored.length < structures.length) scored.push(...(await Promise.all(beside)).flat());
  else for (const late of beside) late.catch(() => undefined);
  if (scored.length < structures.length) scored.push(...scoreLost(share, scored));
  return scored.sort((a, b) => a.place - b.place).map(({ score }) => score);
}

/** A thread that died had taken structures from the counter: they are scored here. */
function scoreLost(share: ReturnType<typeof createShare>, scored: readonly { place: number }[]) {
  const have = new Set(scored.map(({ place }) => place));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  return scoreShare({ ...share, order: share.order.filter((place) => !have.has(place)), taken });
}
