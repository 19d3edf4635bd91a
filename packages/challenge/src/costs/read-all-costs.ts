import { pricesSchema } from "@bodymark/challenge-file";
import type { Database } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { isOperator, type Viewer } from "../viewer.ts";
import type { BudgetState } from "./budget-state.ts";
import { priceUse } from "./price-use.ts";
import { readBudgets } from "./read-budgets.ts";

/** A challenge's use in one line. */
export interface ChallengeCost {
  slug: string;
  title: string;
  runs: number;
  gpuHours: number;
  coreHours: number;
  cpuHours: number;
  /** Of it, of containers that ended by a fault of the platform. */
  faultCoreHours: number;
  keptPredictionBytes: number;
  money: number | null;
  currency: string | null;
  budget: BudgetState | null;
}

/**
 * The use of every challenge, the largest first, for operators.
 * @throws Refusal `not-found` for everybody else
 */
export async function readAllCosts(db: Database, viewer: Viewer): Promise<ChallengeCost[]> {
  if (!isOperator(viewer)) throw notFound("page");
  const [rows, budgets] = await Promise.all([
    db.$queryRaw<
      (Pick<ChallengeCost, "slug" | "title" | "runs" | "gpuHours" | "coreHours" | "cpuHours"> & {
        id: string;
        prices: unknown;
        faultCoreHours: number;
        keptPredictionBytes: number;
      })[]
    >`
      with used as (
        select p."challengeId", sum(u.runs)::int as runs, sum(u."gpuMs") as gpu, sum(u."coreMs") as core, sum(u."cpuMs") as cpu,
          coalesce(sum(u."coreMs") filter (where u.outcome = 'platform-fault'), 0) as fault
        from "RunUse" u join "Phase" p on p.id = u."phaseId" group by 1),
      kept as (
        select p."challengeId", sum(e."keptBytes")::float8 as bytes
        from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
        where e."keptBytes" > 0 group by 1)
      select c.id, c.slug, c.title, c.prices, coalesce(u.runs, 0) as runs, coalesce(u.gpu, 0) / 3.6e6 as "gpuHours",
        coalesce(u.core, 0) / 3.6e6 as "coreHours", coalesce(u.cpu, 0) / 3.6e6 as "cpuHours",
        coalesce(u.fault, 0) / 3.6e6 as "faultCoreHours", coalesce(k.bytes, 0) as "keptPredictionBytes"
      from "Challenge" c left join used u on u."challengeId" = c.id left join kept k on k."challengeId" = c.id
      order by coalesce(u.gpu, 0) desc, coalesce(u.core, 0) desc, c.slug`,
    readBudgets(db),
  ]);
  return rows.map(({ id, prices: given, ...row }) => {
    const prices = pricesSchema.parse(given);
    return { ...row, money: priceUse(row, prices), currency: prices.currency, budget: budgets.get(id) ?? null };
  });
}
