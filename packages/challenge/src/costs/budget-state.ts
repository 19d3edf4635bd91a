import type { Budget, Prices } from "@bodymark/challenge-file";
import { priceUse } from "./price-use.ts";

/** Shares of a budget, in percent, at which organizers are told; at the last one no new evaluation begins. */
export const BUDGET_PERCENTS = [70, 90, 100] as const;

export interface Hours {
  gpuHours: number;
  coreHours: number;
}

/**
 * Why no new evaluation of a challenge begins. `used-up`: its budget is spent. `promised`: what runs now may well spend
 * the rest.
 */
export type BudgetStop = "used-up" | "promised";

export interface BudgetState extends Budget {
  currency: string | null;
  /** In the budget's unit. */
  used: number;
  /** What the evaluations that run now will still use, as far as that can be foreseen; in the budget's unit. */
  expected: number;
  /** The highest of BUDGET_PERCENTS that is reached, or 0. */
  reached: number;
  stop: BudgetStop | null;
}

/** Where a challenge stands with its budget. */
export function budgetState(budget: Budget, prices: Prices, used: Hours, expected: Hours): BudgetState {
  const inUnit = (hours: Hours): number => {
    if (budget.unit === "money") return priceUse(hours, prices) ?? 0;
    return budget.unit === "gpu-hours" ? hours.gpuHours : hours.coreHours;
  };
  const [spent, foreseen] = [inUnit(used), inUnit(expected)];
  return {
    ...budget,
    currency: prices.currency,
    used: spent,
    expected: foreseen,
    reached: BUDGET_PERCENTS.findLast((percent) => spent * 100 >= percent * budget.amount) ?? 0,
    stop: spent >= budget.amount ? "used-up" : spent + foreseen >= budget.amount ? "promised" : null,
  };
}
