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
 * The scores of some evaluations over a phase's cases, as ranking reads them: DSC and NSD per case and structure; time
 * and CPU time in milliseconds and GPU memory over time in MB·s per case. A failed case has the limit in time and CPU time. Which cells count depends on the reference alone, so entries stay paired.
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
      cpuMs: true,
      gpuMemoryAucMbS: true,
      score: { select: { labels: true, statuses: true, dice: true, nsd: true } },
    },
  });
  const entryIndex = new Map(entries.map((e, i) => [e.evaluationId, i]));
  const caseIndex = new Map(phaseCases.map((c, i) => [c.caseId, i]));
  const labelIndex = new Map(structures.map((s, i) => [s.label, i]));
  const cells = phaseCases.length * structures.length;
  const limits = limitsSchema.parse(phase.limits);
  const limitMs = limits.caseTimeoutS * 1000;

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
  const [time, cpu, gpu] = Array.from({ length: 3 }, () =>
    new Float64Array(entries.length * phaseCases.length).fill(Number.NaN),
  ) as [Float64Array, Float64Array, Float64Array];
  for (const run of runs) {
    const e = entryIndex.get(run.evaluationId);
    const c = caseIndex.get(run.caseId);
    if (e === undefined || c === undefined) continue;
    const ok = run.status === "ok";
    time[e * phaseCases.length + c] = ok ? (run.medianMs ?? Number.NaN) : limitMs;
    cpu[e * phaseCases.length + c] = ok ? (run.cpuMs ?? Number.NaN) : limitMs * limits.cpus;
    gpu[e * phaseCases.length + c] = ok ? (run.gpuMemoryAucMbS ?? Number.NaN) : Number.NaN;
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
  const timed = Uint8Array.from(phaseCases, (c) => Number(c.timing));
  const metrics: MetricTable[] = [
    { name: "dice", structures: names, values: dice, counted },
    { name: "nsd", structures: names, values: nsd, counted },
    ...[
      { name: "time", values: time },
      { name: "cpu", values: cpu },
      { name: "gpu", values: gpu },
    ].map((metric) => ({ ...metric, structures: [""], counted: timed })),
  ];
  return {
    entries: entries.map((e) => e.submission),
    cases: phaseCases.map((c) => c.caseId),
    metrics,
    patients: phaseCases.map((c) => c.case.patient ?? c.caseId),
  };
}
