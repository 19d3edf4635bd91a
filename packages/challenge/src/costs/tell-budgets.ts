import type { Database, Transaction } from "@bodymark/db";
import { notify } from "@bodymark/mail";
import { BUDGET_PERCENTS, type BudgetState } from "./budget-state.ts";
import { formatBudget } from "./format-budget.ts";
import { readBudgets } from "./read-budgets.ts";

/**
 * Tells owners and editors of challenges, of those listed or of all, whose use has reached 70, 90 or 100 % of the budget:
 * of each share of each budget once, whoever asks how often and at the same time.
 */
export async function tellBudgets(db: Database, challengeIds?: readonly string[]): Promise<void> {
  for (const [challengeId, state] of await readBudgets(db, challengeIds)) {
    if (state.reached === 0) continue;
    const { amount, unit } = state;
    const told = await db.budgetWarning.findMany({ where: { challengeId, amount, unit }, select: { percent: true } });
    const known = new Set(told.map(({ percent }) => percent));
    for (const percent of BUDGET_PERCENTS.filter((one) => one <= state.reached && !known.has(one)))
      await db.$transaction((tx) => tell(tx, challengeId, state, percent));
  }
}

async function tell(tx: Transaction, challengeId: string, state: BudgetState, percent: number): Promise<void> {
  const { amount, unit } = state;
  const written = await tx.budgetWarning.createMany({
    data: { challengeId, unit, amount, percent },
    skipDuplicates: true,
  });
  if (written.count === 0) return;
  const challenge = await tx.challenge.findUniqueOrThrow({
    where: { id: challengeId },
    select: { slug: true, title: true, organizers: { where: { role: { in: ["owner", "editor"] } } } },
  });
  await notify(
    tx,
    challenge.organizers.map(({ userId }) => userId),
    {
      kind: "budget",
      title: `${challenge.title}: ${percent} % of the budget is used`,
      body:
        `${formatBudget(state.used, state)} of ${formatBudget(amount, state)}. ` +
        (percent === 100
          ? "No new evaluation begins; what runs is finished, and what waits keeps its place. Raise the budget to go on."
          : "At 100 % no new evaluation begins."),
      href: `/organize/${challenge.slug}/costs`,
      dedupeKey: `budget/${challengeId}/${unit}/${amount}/${percent}`,
    },
  );
}
