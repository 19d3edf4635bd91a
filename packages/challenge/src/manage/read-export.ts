import type { StructureScore } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { readStructures } from "../read-structures.ts";
import { counted, fromScoreArrays } from "../score-arrays.ts";
import { isShown } from "../shown-evaluation.ts";
import { type SummaryView, toSummaryView } from "../summary-view.ts";

/** A submission with the evaluation that counts, in full precision. */
export interface ExportedSubmission {
  submission: string;
  algorithm: string;
  description: string;
  method: unknown;
  team: string;
  state: string;
  failureCode: string | null;
  receivedAt: string;
  charged: boolean;
  baseline: boolean;
  verified: boolean;
  /** Why, or null. */
  disqualified: string | null;
  imageDigest: string | null;
  evaluation: {
    id: string;
    attempt: number;
    kind: string;
    startedAt: string | null;
    finishedAt: string | null;
    environment: unknown;
    scorerVersion: string | null;
    definition: string | null;
    referenceRevision: number | null;
  } | null;
  summary: SummaryView | null;
  cases: readonly {
    case: string;
    ordinal: number;
    status: string | null;
    failureStage: string | null;
    flags: readonly string[];
    timing: { repeatsMs: readonly number[]; medianMs: number | null };
    resources: {
      cpuMs: number | null;
      peakMemoryBytes: number | null;
      gpuPeakMemoryBytes: number | null;
      gpuMemoryAucMbS: number | null;
      gpuEnergyJ: number | null;
    };
    /** `firstNsd` is NSD at the structure's first tolerance. */
    structures: readonly (StructureScore & { firstNsd: number | null })[];
  }[];
}

/** Submissions read at once: with scores of 500 cases and 25 structures some 15 MB. */
const PAGE = 10;

/** A phase's submissions made up to an instant, the oldest first, a few at a time: a phase may have millions of scores. */
export async function* readExport(
  db: Database,
  phase: { id: string; challengeId: string },
  until: Date,
): AsyncGenerator<ExportedSubmission> {
  const { structures } = await readStructures(db, phase.challengeId);
  const names = new Map(structures.map((s) => [s.label, s.name]));
  const number = (value: bigint | null): number | null => (value === null ? null : Number(value));
  for await (const { row, evaluation } of readRows(db, phase.id, until)) {
    yield {
      ...{ submission: row.id, algorithm: row.algorithm, description: row.description, method: row.method },
      ...{ team: row.team.name, state: row.state, failureCode: row.failureCode },
      receivedAt: row.receivedAt.toISOString(),
      ...{ charged: row.charged, baseline: row.baseline, verified: row.verified, disqualified: row.disqualifiedWhy },
      imageDigest: row.imageDigest,
      evaluation: evaluation && {
        ...{ id: evaluation.id, attempt: evaluation.attempt, kind: evaluation.kind },
        startedAt: evaluation.startedAt?.toISOString() ?? null,
        finishedAt: evaluation.finishedAt?.toISOString() ?? null,
        environment: evaluation.environment,
        ...{ scorerVersion: evaluation.scorerVersion, definition: evaluation.definition },
        referenceRevision: evaluation.referenceRevision,
      },
      summary: evaluation?.summary ? toSummaryView(evaluation.summary, names, true) : null,
      cases: (evaluation?.caseRuns ?? []).map((run) => ({
        ...{ case: run.case.name, ordinal: run.ordinal, status: run.status, failureStage: run.failureStage },
        flags: run.flags,
        timing: { repeatsMs: run.repeatsMs, medianMs: run.medianMs },
        resources: {
          cpuMs: run.cpuMs,
          peakMemoryBytes: number(run.peakMemoryBytes),
          gpuPeakMemoryBytes: number(run.gpuPeakBytes),
          ...{ gpuMemoryAucMbS: run.gpuMemoryAucMbS, gpuEnergyJ: run.gpuEnergyJ },
        },
        structures: run.score
          ? fromScoreArrays(run.score, names).map((one, i) => ({ ...one, firstNsd: counted(run.score?.nsd[i]) }))
          : [],
      })),
    };
  }
}

const details = {
  summary: true,
  caseRuns: { orderBy: { case: { name: "asc" } }, include: { score: true, case: { select: { name: true } } } },
} satisfies Prisma.EvaluationInclude;

/** Submissions with the evaluation that their pages show. */
async function* readRows(db: Database, phaseId: string, until: Date) {
  for (let last: string | undefined; ; ) {
    const rows = await db.submission.findMany({
      where: { phaseId, createdAt: { lte: until } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: {
        team: { select: { name: true } },
        evaluations: { orderBy: { attempt: "desc" }, select: { id: true, state: true, kind: true } },
      },
      take: PAGE,
      ...(last === undefined ? {} : { cursor: { id: last }, skip: 1 }),
    });
    const shown = new Map(rows.map((row) => [row.id, row.evaluations.find(isShown(row.state))?.id]));
    const evaluations = await db.evaluation.findMany({
      where: { id: { in: [...shown.values()].filter((id) => id !== undefined) } },
      include: details,
    });
    const byId = new Map(evaluations.map((evaluation) => [evaluation.id, evaluation]));
    for (const row of rows) yield { row, evaluation: byId.get(shown.get(row.id) ?? "") ?? null };
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.id;
  }
}
