import { access, constants, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { ScoresFile, StructuresFile } from "@bodymark/contracts";
import {
  DEFINITIONS,
  type Definition,
  METRIC_NAMES,
  type Metric,
  parseMetric,
  UsageError,
} from "@bodymark/contracts/plain";
import { definitionTolerances } from "@bodymark/metrics";
import {
  type CaseInput,
  findCaseTable,
  matchCases,
  planThreads,
  readCaseTable,
  readStructuresFile,
  type ScoringOptions,
  ScoringThreads,
  scoreCases,
  type ThreadPlan,
} from "@bodymark/scoring";
import { showProgress } from "./progress.ts";

export interface ScoreRequest {
  readonly reference: string;
  readonly prediction: string;
  readonly structures: string;
  readonly metrics: string;
  readonly preset: string;
  readonly casesCsv?: string;
  readonly workers?: string;
  readonly out?: string;
}

/** Scores what was asked and writes the JSON. @returns whether every case was scored without a failure. */
export async function runScore(request: ScoreRequest): Promise<boolean> {
  const definition = oneOf(DEFINITIONS, request.preset, "--preset");
  const metrics = request.metrics.split(",").map((name) => metricOf(name.trim()));
  const workers = request.workers === undefined ? undefined : countOf(request.workers);
  if (request.out !== undefined) await requireFolderOf(request.out);
  const { cases, extra } = await matchCases(request.reference, request.prediction);
  const plan = planThreads(cases.length, workers);
  const pool = new ScoringThreads({
    size: plan.size,
    onDeath: ({ message }) => warn(`${message}; its case is tried again`),
  });
  try {
    if (plan.wholeCases) pool.warm(plan.size);
    const file = await readStructuresFile(request.structures);
    for (const structure of file.structures) definitionTolerances(structure, definition);
    for (const name of extra) warn(`prediction "${name}" has no reference and is left out`);
    const annotated = await markNotAnnotated(cases, request, file);
    const scores = await scoreWithProgress(annotated, scoringOf(file, definition, metrics), { plan, pool });
    await writeScores(scores, request.out);
    return scores.cases.every(({ status }) => status === "ok");
  } finally {
    await pool.close();
  }
}

/** Cases with the structures that `cases.csv` says nobody annotated; what it says is told, since it changes scores. */
async function markNotAnnotated(
  cases: readonly CaseInput[],
  request: ScoreRequest,
  { structures }: StructuresFile,
): Promise<readonly CaseInput[]> {
  const path = request.casesCsv ?? (await findCaseTable(request.reference));
  const table = path === null ? null : await readCaseTable(path, structures);
  if (table === null && request.casesCsv !== undefined) throw new UsageError(`--cases-csv: "${path}" does not exist`);
  if (table === null) return cases;
  for (const name of table.unknown) warn(`${path} marks "${name}", which is not in the structures file`);
  const marked = cases.map((input) => ({ ...input, notAnnotated: table.notAnnotated.get(input.name) ?? [] }));
  const cells = marked.reduce((sum, { notAnnotated }) => sum + notAnnotated.length, 0);
  if (cells > 0)
    process.stderr.write(
      `not scored, since ${path} marks them as not annotated: ${cells} structure${cells === 1 ? "" : "s"}\n`,
    );
  return marked;
}

async function scoreWithProgress(
  cases: readonly CaseInput[],
  scoring: ScoringOptions,
  threads: { plan: ThreadPlan; pool: ScoringThreads },
): Promise<ScoresFile> {
  const progress = showProgress(cases.length);
  const scores = await scoreCases(cases, scoring, threads, {
    onCase: ({ scores: { case: name, status, message } }, done) => {
      if (status !== "ok")
        progress.say(`case "${name}" failed: ${status}${message === undefined ? "" : ` (${message})`}`);
      progress.update(done);
    },
  });
  progress.end();
  return scores;
}

/** Asked before hours of work, not after them. @throws UsageError */
async function requireFolderOf(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new UsageError(`--out: the folder "${dirname(path)}" cannot be written to`, { cause });
  }
}

async function writeScores(scores: ScoresFile, path: string | undefined): Promise<void> {
  const text = `${JSON.stringify(scores, null, 1)}\n`;
  if (path === undefined) process.stdout.write(text);
  else await writeFile(path, text);
}

function warn(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}

function scoringOf(file: StructuresFile, definition: Definition, metrics: readonly Metric[]) {
  return {
    structures: file.structures,
    ...(file.otherLabels === undefined ? {} : { otherLabels: file.otherLabels }),
    definition,
    metrics,
    affine: "require",
  } as const;
}

function oneOf<T extends string>(known: readonly T[], value: string, option: string): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new UsageError(`${option}: "${value}" is not one of ${known.join(", ")}`);
  return found;
}

function metricOf(name: string): Metric {
  const metric = parseMetric(name);
  if (metric === null) throw new UsageError(`--metrics: "${name}" is not one of ${METRIC_NAMES}`);
  return metric;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`--workers: "${text}" is not a whole number above 0`);
  return count;
}
