import { budgetSchema, pricesSchema } from "@bodymark/challenge-file";
import { limitsSchema } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import { type BudgetState, budgetState } from "./budget-state.ts";
import { expectedUse, type PhaseUse } from "./expected-use.ts";

const HOUR_MS = 3_600_000;
/** Evaluations of a phase whose use tells what the next one uses. */
const RECENT = 20;

/**
 * Where challenges that have a budget stand with it, by challenge; of those listed, or of all. Adds up the ledger of these
 * challenges: 20,000 evaluations in some 15 ms.
 */
export async function readBudgets(
  db: Database | Transaction,
  challengeIds?: readonly string[],
): Promise<ReadonlyMap<string, BudgetState>> {
  const challenges = await db.challenge.findMany({
    where: { budgetAmount: { not: null }, ...(challengeIds ? { id: { in: [...challengeIds] } } : {}) },
    select: { id: true, budgetAmount: true, budgetUnit: true, prices: true },
  });
  if (challenges.length === 0) return new Map();
  const ids = challenges.map(({ id }) => id);
  const used = await db.$queryRaw<{ challengeId: string; gpuMs: number; coreMs: number }[]>`
    select p."challengeId", sum(u."gpuMs") as "gpuMs", sum(u."coreMs") as "coreMs"
    from "Phase" p join "RunUse" u on u."phaseId" = p.id where p."challengeId" = any(${ids}) group by 1`;
  const begun = await db.$queryRaw<{ challengeId: string; phaseId: string; gpuMs: number; coreMs: number }[]>`
    select p."challengeId", p.id as "phaseId", coalesce(sum(u."gpuMs"), 0) as "gpuMs", coalesce(sum(u."coreMs"), 0) as "coreMs"
    from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      left join "RunUse" u on u."evaluationId" = e.id
    where e.state in ('queued', 'running', 'scoring') and e.kind = 'run' and e."startedAt" is not null
      and p."challengeId" = any(${ids})
    group by 1, 2, e.id`;
  const phases = await readPhaseUse(db, [...new Set(begun.map(({ phaseId }) => phaseId))]);
  const hours = (sum: { gpuMs: number; coreMs: number } | undefined) => ({
    gpuHours: (sum?.gpuMs ?? 0) / HOUR_MS,
    coreHours: (sum?.coreMs ?? 0) / HOUR_MS,
  });
  return new Map(
    challenges.map(({ id, budgetAmount, budgetUnit, prices }) => {
      const budget = budgetSchema.parse({ amount: budgetAmount, unit: budgetUnit });
      const running = begun
        .filter((one) => one.challengeId === id)
        .map((one) => ({ ...hours(one), phaseId: one.phaseId }));
      const spent = hours(used.find((one) => one.challengeId === id));
      return [id, budgetState(budget, pricesSchema.parse(prices), spent, expectedUse(running, phases))];
    }),
  );
}

async function readPhaseUse(
  db: Database | Transaction,
  phaseIds: readonly string[],
): Promise<ReadonlyMap<string, PhaseUse>> {
  if (phaseIds.length === 0) return new Map();
  const rows = await db.$queryRaw<
    { id: string; limits: unknown; cases: number; ended: number; gpuMs: number; coreMs: number }[]
  >`
    select p.id, p.limits, (select count(*) from "PhaseCase" c where c."phaseId" = p.id)::int as cases,
      m.ended::int as ended, m."gpuMs", m."coreMs"
    from "Phase" p cross join lateral (
      select count(*) as ended, coalesce(avg(u."gpuMs"), 0) as "gpuMs", coalesce(avg(u."coreMs"), 0) as "coreMs" from (
        select e.id from "Evaluation" e join "Submission" s on s.id = e."submissionId"
        where s."phaseId" = p.id and e.state = 'done' and e.kind = 'run' order by e."finishedAt" desc limit ${RECENT}) r
      cross join lateral (
        select sum(x."gpuMs") as "gpuMs", sum(x."coreMs") as "coreMs" from "RunUse" x where x."evaluationId" = r.id) u
    ) m
    where p.id = any(${[...phaseIds]})`;
  return new Map(
    rows.map(({ id, limits, cases, ended, gpuMs, coreMs }) => [
      id,
      {
        limits: limitsSchema.parse(limits),
        cases,
        mean: ended === 0 ? null : { gpuHours: gpuMs / HOUR_MS, coreHours: coreMs / HOUR_MS },
      },
    ]),
  );
}
