import type { Database, Transaction } from "@bodymark/db";

/** How many submissions a team has left in a phase, and when the next slot comes free. */
export interface Quota {
  limit: number | null;
  used: number;
  left: number | null;
  windowS: number;
  /** When a slot comes free, if none is left. */
  nextFreeAt: Date | null;
}

/** Counts charged submissions made within the phase's window before `now` (the database's clock). */
export async function readQuota(
  db: Database | Transaction,
  phase: { id: string; quotaCount: number | null; quotaWindowS: number },
  teamId: string,
  now: Date,
): Promise<Quota> {
  const since = new Date(now.getTime() - phase.quotaWindowS * 1000);
  const charged = await db.submission.findMany({
    where: { phaseId: phase.id, teamId, charged: true, createdAt: { gt: since } },
    select: { createdAt: true },
    orderBy: { createdAt: "asc" },
  });
  const used = charged.length;
  const limit = phase.quotaCount;
  const blocking = limit === null ? undefined : charged[used - limit];
  return {
    limit,
    used,
    left: limit === null ? null : Math.max(0, limit - used),
    windowS: phase.quotaWindowS,
    nextFreeAt: blocking ? new Date(blocking.createdAt.getTime() + phase.quotaWindowS * 1000) : null,
  };
}
