/**
 * What evaluations cost. Workers note each container in the ledger (`addUse`); everything else adds that up.
 *
 *   pure      totalUse · priceUse · priceStorage · budgetState · expectedUse · formatBudget
 *   budgets   readBudgets · lockBudgets (a claim's) · tellBudgets (organizers)
 *   reading   readCosts · readAllCosts · writeCostsCsv
 */
export { addUse } from "./add-use.ts";
export { BUDGET_PERCENTS, type BudgetState, type BudgetStop, budgetState } from "./budget-state.ts";
export { expectedUse } from "./expected-use.ts";
export { formatBudget, formatHours, formatMoney } from "./format-budget.ts";
export { lockBudgets } from "./lock-budgets.ts";
export { priceStorage, priceUse } from "./price-use.ts";
export { type ChallengeCost, readAllCosts } from "./read-all-costs.ts";
export { readBudget } from "./read-budget.ts";
export { readBudgets } from "./read-budgets.ts";
export { type CostFigures, type CostsView, readCosts } from "./read-costs.ts";
export type { Storage } from "./read-storage.ts";
export { tellBudgets } from "./tell-budgets.ts";
export { totalUse, type UseTotals } from "./total-use.ts";
export type { UseByOutcome, UseFigures, UseRow } from "./use-figures.ts";
export { writeCostsCsv } from "./write-costs-csv.ts";
