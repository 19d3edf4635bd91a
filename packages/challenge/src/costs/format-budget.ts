import type { BudgetUnit } from "@bodymark/contracts";

/** An amount of a budget with its unit: `12.5 GPU h`, `1,200 core-h`, `300.00 EUR`. */
export function formatBudget(value: number, { unit, currency }: { unit: BudgetUnit; currency: string | null }): string {
  if (unit === "money") return formatMoney(value, currency);
  return `${formatHours(value)} ${unit === "gpu-hours" ? "GPU h" : "core-h"}`;
}

/** Two decimals, as prices are written. Small sums keep two digits that count. */
export function formatMoney(value: number, currency: string | null): string {
  const small = value > 0 && value < 0.1;
  const number = new Intl.NumberFormat(
    "en",
    small ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  );
  return `${number.format(value)} ${currency ?? ""}`.trim();
}

/** Hours as a number of three digits that count, so that seconds on a small machine show as well as years on a large one. */
export function formatHours(hours: number): string {
  const digits = hours >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat("en", digits).format(hours);
}
