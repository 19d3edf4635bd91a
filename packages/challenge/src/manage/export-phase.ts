import type { Database } from "@bodymark/db";
import { streamZip } from "@bodymark/zip";
import { databaseNow } from "../database-clock.ts";
import { type CsvCell, toCsvLine } from "../to-csv-line.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { type ExportedSubmission, readExport } from "./read-export.ts";
import { requireManagedPhase } from "./require-managed.ts";

export const EXPORT_FORMATS = ["csv", "json", "zip"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportFile {
  fileName: string;
  media: string;
  content: AsyncIterable<string | Uint8Array>;
}

/**
 * Everything of a phase, in full precision, for its organizers: `csv` holds a line per submission, case, structure and
 * metric, in the columns that `bodymark rank` reads; `json` holds submissions with evaluation, cases and scores; `zip`
 * holds both, and tables of submissions and cases. Also of what is disqualified, failed or under way. All of it is made
 * submission by submission, as fast as it is taken, so that memory does not grow with the phase; a zip reads them once for
 * each of its four files, of the submissions that there were at the beginning. Taking it is in the audit log.
 * @throws Refusal `not-found`, for everybody but organizers
 */
export async function exportPhase(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  format: ExportFormat,
): Promise<ExportFile> {
  const phase = await requireManagedPhase(db, viewer, slugs, "reviewer");
  await writeAudit(db, {
    actorId: phase.actorId,
    actorKind: "user",
    action: "phase.exported",
    subjectKind: "phase",
    subjectId: phase.slug,
    challengeId: phase.challengeId,
    details: { format },
  });
  const name = `${phase.challenge.slug}-${phase.slug}`;
  const until = await databaseNow(db);
  const submissions = () => readExport(db, phase, until);
  const about = {
    schema: "bodymark.export/1",
    challenge: phase.challenge.slug,
    phase: phase.slug,
    definition: phase.definition,
    referenceRevision: phase.revision,
  };
  switch (format) {
    case "csv":
      return { fileName: `${name}-scores.csv`, media: "text/csv; charset=utf-8", content: toScores(submissions()) };
    case "json":
      return { fileName: `${name}.json`, media: "application/json", content: toJson(about, submissions()) };
    case "zip":
      return { fileName: `${name}.zip`, media: "application/zip", content: toZip(about, submissions) };
  }
}

const SCORES = ["submission", "case", "structure", "metric", "value"];
const METRICS = [
  ["dice", "dice"],
  ["nsd", "firstNsd"],
  ["hd95", "hd95Mm"],
  ["assd", "assdMm"],
] as const;

async function* toScores(submissions: AsyncIterable<ExportedSubmission>): AsyncIterable<string> {
  yield toCsvLine(SCORES);
  for await (const one of submissions) yield scoreLines(one);
}

function scoreLines({ submission, cases }: ExportedSubmission): string {
  return cases
    .flatMap((item) =>
      item.structures.flatMap((structure) =>
        METRICS.map(([metric, field]) =>
          toCsvLine([submission, item.case, structure.name, metric, structure[field] ?? null]),
        ),
      ),
    )
    .join("");
}

async function* toJson(about: object, submissions: AsyncIterable<ExportedSubmission>): AsyncIterable<string> {
  yield `${JSON.stringify(about).slice(0, -1)},"submissions":[`;
  let first = true;
  for await (const one of submissions) {
    yield `${first ? "" : ","}\n${JSON.stringify(one)}`;
    first = false;
  }
  yield "]}\n";
}

const SUBMISSIONS = [
  ...["submission", "algorithm", "team", "state", "failure", "received_at", "charged", "baseline", "verified"],
  ...["disqualified", "attempt", "kind", "reference_revision", "scorer_version", "dice", "nsd", "median_ms"],
  ...["failed_cases", "cases"],
];
const CASES = [
  ...["submission", "case", "status", "median_ms", "cpu_ms", "peak_memory_bytes", "gpu_peak_memory_bytes"],
  ...["gpu_memory_auc_mb_s", "gpu_energy_j"],
];

function toZip(about: object, submissions: () => AsyncIterable<ExportedSubmission>): AsyncIterable<Uint8Array> {
  return streamZip([
    { path: "submissions.csv", content: toLines(SUBMISSIONS, submissions(), (one) => [submissionLine(one)]) },
    { path: "cases.csv", content: toLines(CASES, submissions(), caseLines) },
    { path: "scores.csv", content: toScores(submissions()) },
    { path: "export.json", content: toJson(about, submissions()) },
  ]);
}

async function* toLines(
  head: readonly string[],
  submissions: AsyncIterable<ExportedSubmission>,
  linesOf: (one: ExportedSubmission) => CsvCell[][],
): AsyncIterable<string> {
  yield toCsvLine(head);
  for await (const one of submissions) yield linesOf(one).map(toCsvLine).join("");
}

function submissionLine(row: ExportedSubmission): CsvCell[] {
  const { evaluation, summary } = row;
  return [
    ...[row.submission, row.algorithm, row.team, row.state, row.failureCode, row.receivedAt, row.charged],
    ...[row.baseline, row.verified, row.disqualified],
    ...[evaluation?.attempt ?? null, evaluation?.kind ?? null, evaluation?.referenceRevision ?? null],
    ...[evaluation?.scorerVersion ?? null, summary?.meanDice ?? null, summary?.meanNsd ?? null],
    ...[summary?.medianMs ?? null, summary?.failedCases ?? null, summary?.caseCount ?? null],
  ];
}

function caseLines({ submission, cases }: ExportedSubmission): CsvCell[][] {
  return cases.map(({ case: name, status, timing, resources }) => [
    ...[submission, name, status, timing.medianMs, resources.cpuMs, resources.peakMemoryBytes],
    ...[resources.gpuPeakMemoryBytes, resources.gpuMemoryAucMbS, resources.gpuEnergyJ],
  ]);
}
