import type { Database, Transaction } from "@bodymark/db";
import { nothingRan } from "./nothing-ran.ts";

/** How many slots of a kind a team has left in a phase's window. */
export interface Allowance {
  limit: number | null;
  used: number;
  left: number | null;
  /** When a slot comes free, if none is left. */
  nextFreeAt: Date | null;
}

/** How many submissions a team has left in a phase, by whose fault they ended. */
export interface Quota extends Allowance {
  windowS: number;
  /** Failures of the participant, where the phase caps them apart; null where they count like other submissions. */
  failures: Allowance | null;
  /** Submissions in the window that cost nothing: faults of the platform, cancellations before the start. */
  free: number;
}

/**
 * Counts the submissions made within the phase's window before `now` (the database's clock). What ended by a fault of
 * the platform, or was cancelled before its start, is free. A failure of the participant (of the submission, or of every
 * one of its cases) counts under the phase's own cap for failures if there is one, else like any other submission. Submissions that `userId` made for another team
 * count too, so that changing teams brings nobody a second quota.
 */
export async function readQuota(
  db: Database | Transaction,
  phase: { id: string; quotaCount: number | null; quotaWindowS: number; failureCount: number | null },
  who: { teamId: string; userId: string },
  now: Date,
): Promise<Quota> {
  const since = new Date(now.getTime() - phase.quotaWindowS * 1000);
  const made = await db.submission.findMany({
    where: {
      phaseId: phase.id,
      createdAt: { gt: since },
      OR: [{ teamId: who.teamId }, { createdById: who.userId }],
    },
    select: {
      ...{ createdAt: true, charged: true, state: true },
      evaluations: { where: { state: "done" }, orderBy: { attempt: "desc" }, take: 1, include: { summary: true } },
    },
    orderBy: { createdAt: "asc" },
  });
  const charged = made.filter((one) => one.charged);
  const apart = phase.failureCount !== null;
  const isFailure = ({ state, evaluations: [last] }: (typeof made)[number]): boolean =>
    apart && (state === "failed" || (last?.summary ? nothingRan(last.summary) : false));
  const count = (limit: number | null, slots: readonly { createdAt: Date }[]): Allowance => {
    const blocking = limit === null ? undefined : slots[slots.length - limit];
    return {
      limit,
      used: slots.length,
      left: limit === null ? null : Math.max(0, limit - slots.length),
      nextFreeAt: blocking ? new Date(blocking.createdAt.getTime() + phase.quotaWindowS * 1000) : null,
    };
  };
  return {
    ...count(
      phase.quotaCount,
      charged.filter((one) => !isFailure(one)),
    ),
    windowS: phase.quotaWindowS,
    failures: apart ? count(phase.failureCount, charged.filter(isFailure)) : null,
    free: made.length - charged.length,
  };
}
