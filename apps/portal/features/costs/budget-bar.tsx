import { type BudgetState, formatBudget } from "@bodymark/challenge";
import { COSTS_TEXTS as T } from "./texts.ts";

const MARKS = [70, 90];

/** How much of a budget is used, in words and as a bar with marks where organizers are told. */
export function BudgetBar({ budget }: { budget: BudgetState }) {
  const percent = Math.floor((budget.used / budget.amount) * 100);
  const width = (value: number) => `${Math.min(100, (value / budget.amount) * 100)}%`;
  const colour = budget.reached >= 100 ? "bg-bad" : budget.reached > 0 ? "bg-warn" : "bg-accent";
  return (
    <div className="space-y-2">
      <p className="numbers">
        {T.used(formatBudget(budget.used, budget), formatBudget(budget.amount, budget), percent)}
      </p>
      <div aria-hidden className="relative h-4 overflow-hidden rounded-small border border-edge bg-sunken">
        <div className="absolute inset-y-0 left-0 bg-edge/60" style={{ width: width(budget.used + budget.expected) }} />
        <div className={`absolute inset-y-0 left-0 ${colour}`} style={{ width: width(budget.used) }} />
        {MARKS.map((mark) => (
          <div key={mark} className="absolute inset-y-0 w-px bg-ink/60" style={{ left: `${mark}%` }} />
        ))}
      </div>
      {budget.expected > 0 ? (
        <p className="text-muted text-small">{T.expected(formatBudget(budget.expected, budget))}</p>
      ) : null}
    </div>
  );
}
