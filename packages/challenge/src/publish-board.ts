import { countingRuleSchema, environmentSchema, newId, type StructuresFile } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";
import { orderBoard, rankEntries } from "@bodymark/ranking";
import type { BoardEntry } from "./board-entry.ts";
import { buildScoreTable } from "./build-score-table.ts";
import { chooseEntries } from "./choose-entries.ts";
import { entryQuality } from "./entry-quality.ts";
import { phaseRulesSchema } from "./phase-rules.ts";
import { rankOtherwise } from "./rank-otherwise.ts";
import { readStructures } from "./read-structures.ts";
import { toSummaryView } from "./summary-view.ts";

const include = {
  team: { select: { id: true, name: true } },
  evaluations: { where: { state: "done" }, orderBy: { attempt: "desc" }, take: 1, include: { summary: true } },
} satisfies Prisma.SubmissionInclude;
type Row = Prisma.SubmissionGetPayload<{ include: typeof include }>;
type Summarised = {
  row: Row;
  evaluation: Row["evaluations"][number];
  summary: NonNullable<Row["evaluations"][number]["summary"]>;
};

/**
 * Orders a phase's evaluated submissions and keeps the order as a new revision of its leaderboard. Boards, API and
 * exports read what is kept here, so they cannot disagree. One at a time per phase; the last one sees all results.
 */
export async function publishBoard(db: Database, phaseId: string, reason: string): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`board/${phaseId}`}, 0))`;
      const phase = await tx.phase.findUniqueOrThrow({ where: { id: phaseId } });
      const rules = phaseRulesSchema.parse(phase.scheme);
      const structures = await readStructures(tx, phase.challengeId);
      const names = new Map(structures.structures.map(({ label, name }) => [label, name]));
      const done = await readEvaluated(tx, phaseId);
      const attempts = Map.groupBy(done, ({ row }) => row.teamId);
      const counted = chooseEntries(
        done.map((entry) => ({
          ...entry.row,
          quality: entryQuality(entry.summary, rules, names),
          entry,
        })),
        countingRuleSchema.parse(phase.counting),
      ).map(({ entry }) => entry);

      const table = await buildScoreTable(
        tx,
        phase,
        structures,
        counted.map(({ row, evaluation }) => ({ submission: row.id, evaluationId: evaluation.id })),
      );
      const ranked = counted.length === 0 ? [] : rankEntries(table, rules, { bootstrap: rules.bootstrap }).ranking;
      const entries = counted.map((entry) => ({
        ...toEntry(entry, structures, attempts.get(entry.row.teamId)?.length ?? 1),
        referenceRevision: revisionOf(entry.evaluation, phase),
      }));
      const ordered = orderBoard(
        entries.map((entry) => ({
          ...entry,
          submittedAtMs: Date.parse(entry.submittedAt),
          means: { dice: entry.dice, nsd: entry.nsd, time: entry.medianMs },
        })),
        rules,
        ranked,
      ).map(({ means: _, submittedAtMs: __, rankInterval, ...entry }) => ({
        ...entry,
        rankInterval: rankInterval ?? null,
      }));

      const last = await tx.leaderboardRevision.aggregate({ where: { phaseId }, _max: { number: true } });
      await tx.leaderboardRevision.create({
        data: {
          id: newId("board"),
          phaseId,
          number: (last._max.number ?? 0) + 1,
          reason,
          scheme: rules.scheme,
          schemeHash: phase.schemeHash,
          // What it stands on, not what there is: a mended reference changes no score until it is re-scored.
          referenceRevision:
            counted.length === 0
              ? phase.revision
              : Math.max(...counted.map(({ evaluation }) => revisionOf(evaluation, phase))),
          scorerVersion: counted[0]?.evaluation.scorerVersion ?? null,
          entries: JSON.parse(JSON.stringify(ordered)) as Prisma.InputJsonArray,
          otherRanks: counted.length === 0 ? {} : rankOtherwise(table, rules),
        },
      });
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

/**
 * Submissions with a result, each with its newest one. What was re-scored counts once everything that was asked for
 * with it has ended: a board never mixes scores of two revisions while a re-scoring goes on.
 */
async function readEvaluated(tx: Transaction, phaseId: string): Promise<Summarised[]> {
  const pending = await tx.evaluation.aggregate({
    where: { kind: "rescore", state: { in: ["queued", "running", "scoring"] }, submission: { phaseId } },
    _min: { queuedAt: true },
  });
  const since = pending._min.queuedAt;
  const where = { state: "done", ...(since ? { NOT: { kind: "rescore", queuedAt: { gte: since } } } : {}) };
  const rows = await tx.submission.findMany({
    where: { phaseId, disqualifiedAt: null, evaluations: { some: { state: "done" } } },
    include: { ...include, evaluations: { ...include.evaluations, where } },
    orderBy: { createdAt: "asc" },
  });
  return rows.flatMap((row) => {
    const evaluation = row.evaluations[0];
    return evaluation?.summary ? [{ row, evaluation, summary: evaluation.summary }] : [];
  });
}

function toEntry(
  { row, evaluation, summary }: Summarised,
  file: StructuresFile,
  attempts: number,
): Omit<BoardEntry, "rank" | "rankInterval" | "score" | "referenceRevision"> {
  const view = toSummaryView(summary, new Map(file.structures.map((s) => [s.label, s.name])), true);
  const environment = environmentSchema.safeParse(evaluation.environment);
  return {
    submission: row.id,
    evaluation: evaluation.id,
    teamId: row.team.id,
    team: row.team.name,
    anonymous: row.anonymous,
    algorithm: row.algorithm,
    description: row.description,
    baseline: row.baseline,
    verified: row.verified,
    attempts,
    submittedAt: row.createdAt.toISOString(),
    dice: view.meanDice,
    nsd: view.meanNsd,
    medianMs: view.medianMs,
    peakMemoryBytes: view.medianPeakMemoryBytes,
    gpuMemoryAucMbS: summary.gpuMemoryAucMbS,
    failedCases: view.failedCases,
    caseCount: view.caseCount,
    hardware: environment.success ? describeHardware(environment.data) : "not recorded",
    fingerprint: evaluation.fingerprint,
    flags: environment.success ? environment.data.flags : [],
    structures: [...view.structures],
    groups: groupMeans(view.structures, file),
  };
}

function revisionOf(evaluation: { referenceRevision: number | null }, phase: { revision: number }): number {
  return evaluation.referenceRevision ?? phase.revision;
}

function describeHardware({ cpu, cores, gpu }: { cpu: string; cores: number; gpu: string | null }): string {
  return `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}${gpu ? `, ${gpu}` : ""}`;
}

/** Means over the structures of each group, each structure counting once. */
function groupMeans(
  cells: readonly { label: number; dice: number | null; nsd: number | null }[],
  file: StructuresFile,
): BoardEntry["groups"] {
  const names = [...new Set(file.structures.flatMap((s) => s.groups ?? []))].sort();
  return names.map((name) => {
    const labels = new Set(file.structures.filter((s) => s.groups?.includes(name)).map((s) => s.label));
    const members = cells.filter((c) => labels.has(c.label));
    return { name, dice: meanOf(members.map((c) => c.dice)), nsd: meanOf(members.map((c) => c.nsd)) };
  });
}

function meanOf(values: readonly (number | null)[]): number | null {
  const counted = values.filter((v) => v !== null);
  return counted.length === 0 ? null : counted.reduce((sum, v) => sum + v, 0) / counted.length;
}
