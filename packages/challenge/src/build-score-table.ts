import {
  absentPolicySchema,
  absentPolicyUnder,
  definitionSchema,
  limitsSchema,
  type StructuresFile,
} from "@bodymark/contracts";
import type { Transaction } from "@bodymark/db";
import type { MetricTable, ScoreTable } from "@bodymark/ranking";

/**
 * The scores of some evaluations over a phase's cases, as ranking reads them: DSC and NSD per case and structure, and
 * time per case in milliseconds. Which cells count depends on the reference alone, so entries stay paired.
 */
export async function buildScoreTable(
  tx: Transaction,
  phase: { id: string; absentPolicy: string; definition: string; limits: unknown },
  { structures }: StructuresFile,
  entries: readonly { submission: string; evaluationId: string }[],
): Promise<ScoreTable> {
  const phaseCases = await tx.phaseCase.findMany({
    where: { phaseId: phase.id },
    orderBy: { position: "asc" },
    include: { case: { include: { references: { orderBy: { revision: "desc" }, take: 1 } } } },
  });
  const runs = await tx.caseRun.findMany({
    where: { evaluationId: { in: entries.map((e) => e.evaluationId) }, state: "done" },
    select: {
      evaluationId: true,
      caseId: true,
      status: true,
      medianMs: true,
      score: { select: { labels: true, statuses: true, dice: true, nsd: true } },
    },
  });
  const entryIndex = new Map(entries.map((e, i) => [e.evaluationId, i]));
  const caseIndex = new Map(phaseCases.map((c, i) => [c.caseId, i]));
  const labelIndex = new Map(structures.map((s, i) => [s.label, i]));
  const cells = phaseCases.length * structures.length;
  const limitMs = limitsSchema.parse(phase.limits).caseTimeoutS * 1000;

  const policy = absentPolicyUnder(
    definitionSchema.parse(phase.definition),
    absentPolicySchema.parse(phase.absentPolicy),
  );
  const counted = new Uint8Array(cells);
  for (const [c, { case: item }] of phaseCases.entries()) {
    const present = new Set(item.references[0]?.present ?? []);
    const skipped = new Set(item.references[0]?.notAnnotated ?? []);
    for (const [s, { label }] of structures.entries()) {
      const counts = !skipped.has(label) && (present.has(label) || policy === "count");
      counted[c * structures.length + s] = counts ? 1 : 0;
    }
  }
  const dice = new Float64Array(entries.length * cells).fill(Number.NaN);
  const nsd = new Float64Array(entries.length * cells).fill(Number.NaN);
  const time = new Float64Array(entries.length * phaseCases.length).fill(Number.NaN);
  for (const run of runs) {
    const e = entryIndex.get(run.evaluationId);
    const c = caseIndex.get(run.caseId);
    if (e === undefined || c === undefined) continue;
    time[e * phaseCases.length + c] = run.status === "ok" ? (run.medianMs ?? Number.NaN) : limitMs;
    for (const [i, label] of (run.score?.labels ?? []).entries()) {
      const s = labelIndex.get(label);
      if (s === undefined) continue;
      const place = e * cells + c * structures.length + s;
      const empty = run.score?.statuses[i] === "both-empty" && run.status === "ok";
      dice[place] = empty ? 1 : Math.max(0, run.score?.dice[i] ?? 0);
      nsd[place] = empty ? 1 : Math.max(0, run.score?.nsd[i] ?? 0);
    }
  }
  const names = structures.map((s) => s.name);
  const metrics: MetricTable[] = [
    { name: "dice", structures: names, values: dice, counted },
    { name: "nsd", structures: names, values: nsd, counted },
    { name: "time", structures: [""], values: time, counted: Uint8Array.from(phaseCases, (c) => Number(c.timing)) },
  ];
  return {
    entries: entries.map((e) => e.submission),
    cases: phaseCases.map((c) => c.caseId),
    metrics,
    patients: phaseCases.map((c) => c.case.patient ?? c.caseId),
  };
}
