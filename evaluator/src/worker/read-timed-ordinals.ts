import type { Database } from "@bodymark/db";

/** Ordinals of an evaluation's cases whose time counts in the phase. A case that has left it since counts as it did. */
export async function readTimedOrdinals(
  db: Database,
  evaluationId: string,
  phaseId: string,
): Promise<ReadonlySet<number>> {
  const untimed = await db.phaseCase.findMany({ where: { phaseId, timing: false }, select: { caseId: true } });
  const runs = await db.caseRun.findMany({
    where: { evaluationId, caseId: { notIn: untimed.map(({ caseId }) => caseId) } },
    select: { ordinal: true },
  });
  return new Set(runs.map(({ ordinal }) => ordinal));
}
