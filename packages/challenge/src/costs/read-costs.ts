import { type Prices, pricesSchema } from "@bodymark/challenge-file";
import { useOutcomeSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";
import type { BudgetState } from "./budget-state.ts";
import { priceStorage, priceUse } from "./price-use.ts";
import { readBudgets } from "./read-budgets.ts";
import { readStorage, type Storage } from "./read-storage.ts";
import { totalUse } from "./total-use.ts";
import type { UseByOutcome, UseRow } from "./use-figures.ts";

/** Use with its price, and what is stored with the price of a month; prices are null where none are set. */
export interface CostFigures {
  use: UseByOutcome;
  money: number | null;
  storage: Storage;
  storageMoneyPerMonth: number | null;
}

export interface CostsView {
  currency: string | null;
  prices: Prices;
  budget: BudgetState | null;
  total: CostFigures;
  /** Evaluations that organizers asked for again: in the total and in phases, in no team. */
  reruns: { use: UseByOutcome; money: number | null };
  phases: readonly (CostFigures & { slug: string; title: string; keptLimitBytes: number })[];
  teams: readonly (CostFigures & { id: string; name: string })[];
}

/**
 * What a challenge's evaluations have used and what is stored for it now, by phase and team, for its organizers. Adds up one
 * row per evaluation and outcome, whatever the number of cases.
 * @throws Refusal `not-found` for everybody else
 */
export async function readCosts(db: Database, viewer: Viewer, slug: string): Promise<CostsView> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const [row, phases, teams, sums, storage, budgets] = await Promise.all([
    db.challenge.findUniqueOrThrow({ where: { id: challenge.id }, select: { prices: true } }),
    db.phase.findMany({
      where: { challengeId: challenge.id },
      orderBy: [{ position: "asc" }, { createdAt: "asc" }],
      select: { id: true, slug: true, title: true, keptLimitBytes: true },
    }),
    db.team.findMany({
      where: { challengeId: challenge.id },
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    }),
    readUse(db, challenge.id),
    readStorage(db, challenge.id),
    readBudgets(db, [challenge.id]),
  ]);
  const prices = pricesSchema.parse(row.prices);
  const use = totalUse(sums);
  const none = totalUse([]).total;
  const figures = (used: UseByOutcome, stored: Storage): CostFigures => ({
    use: used,
    money: priceUse(used, prices),
    storage: stored,
    storageMoneyPerMonth: priceStorage(stored.bytes, prices),
  });
  return {
    currency: prices.currency,
    prices,
    budget: budgets.get(challenge.id) ?? null,
    total: figures(use.total, storage.total),
    reruns: { use: use.reruns, money: priceUse(use.reruns, prices) },
    phases: phases.map(({ id, keptLimitBytes, ...phase }) => ({
      ...phase,
      keptLimitBytes: Number(keptLimitBytes),
      ...figures(use.phases.get(id) ?? none, storage.ofPhase(id)),
    })),
    // A team that has neither run nor stored anything costs nothing: a challenge may have thousands.
    teams: teams
      .map(({ id, name }) => ({ id, name, ...figures(use.teams.get(id) ?? none, storage.ofTeam(id)) }))
      .filter((team) => team.use.runs > 0 || team.storage.bytes > 0),
  };
}

async function readUse(db: Database, challengeId: string): Promise<UseRow[]> {
  const rows = await db.$queryRaw<(Omit<UseRow, "outcome"> & { outcome: string })[]>`
    select u."phaseId", u."teamId", u.rerun, u.outcome, sum(u.runs)::int as runs, sum(u."containerMs") as "containerMs",
      sum(u."gpuMs") as "gpuMs", sum(u."coreMs") as "coreMs", sum(u."cpuMs") as "cpuMs", sum(u."cpuUnread")::int as "cpuUnread"
    from "Phase" p join "RunUse" u on u."phaseId" = p.id where p."challengeId" = ${challengeId}
    group by 1, 2, 3, 4`;
  return rows.map((row) => ({ ...row, outcome: useOutcomeSchema.parse(row.outcome) }));
}
