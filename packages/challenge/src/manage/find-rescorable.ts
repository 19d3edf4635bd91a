import type { Database, Transaction } from "@bodymark/db";

/** A submission that cannot be re-scored, and why. */
export interface NeedsRerun {
  submission: string;
  algorithm: string;
  team: string;
  why: string;
}

/** A submission whose newest result can be scored again from what is kept, and that result's evaluation. */
export interface Rescorable {
  submission: string;
  algorithm: string;
  source: string;
  attempt: number;
}

/**
 * Which of a phase's submissions with a result can be scored again without a container: each case of the phase that ran
 * well has its prediction kept. A case that failed scores as failed again; one that the phase got later has to be run.
 */
export async function findRescorable(
  db: Database | Transaction,
  phaseId: string,
  only?: readonly string[],
): Promise<{ rescorable: Rescorable[]; needsRerun: NeedsRerun[]; underWay: NeedsRerun[] }> {
  const wanted = await db.phaseCase.findMany({ where: { phaseId }, select: { caseId: true } });
  const rows = await db.submission.findMany({
    where: { phaseId, ...(only ? { id: { in: [...only] } } : { evaluations: { some: { state: "done" } } }) },
    orderBy: { createdAt: "asc" },
    include: {
      team: { select: { name: true } },
      evaluations: { orderBy: { attempt: "desc" }, select: { id: true, attempt: true, state: true } },
    },
  });
  const sources = rows.flatMap((row) => row.evaluations.find(({ state }) => state === "done")?.id ?? []);
  const runs = await db.caseRun.findMany({
    where: { evaluationId: { in: sources }, state: "done" },
    select: { evaluationId: true, caseId: true, status: true, predictionKey: true },
  });
  const runsOf = Map.groupBy(runs, ({ evaluationId }) => evaluationId);
  const found = { rescorable: [] as Rescorable[], needsRerun: [] as NeedsRerun[], underWay: [] as NeedsRerun[] };
  for (const { id, algorithm, team, evaluations } of rows) {
    const named = { submission: id, algorithm, team: team.name };
    const source = evaluations.find(({ state }) => state === "done");
    if (evaluations.some(({ state }) => ["queued", "running", "scoring"].includes(state)))
      found.underWay.push({ ...named, why: "an evaluation of it is under way" });
    else if (!source) found.needsRerun.push({ ...named, why: "it has no result yet" });
    else {
      const byCase = new Map((runsOf.get(source.id) ?? []).map((run) => [run.caseId, run]));
      const unrun = wanted.filter(({ caseId }) => !byCase.has(caseId)).length;
      const lost = wanted.filter(({ caseId }) => {
        const run = byCase.get(caseId);
        return run?.status === "ok" && run.predictionKey === null;
      }).length;
      if (unrun > 0) found.needsRerun.push({ ...named, why: `it was not run on ${unrun} of the phase's cases` });
      else if (lost > 0) found.needsRerun.push({ ...named, why: `the predictions of ${lost} cases were not kept` });
      else
        found.rescorable.push({
          ...{ submission: id, algorithm, source: source.id },
          attempt: (evaluations[0]?.attempt ?? 0) + 1,
        });
    }
  }
  return found;
}
