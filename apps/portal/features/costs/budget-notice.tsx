import type { BudgetState } from "@bodymark/challenge";
import Link from "next/link";
import { Notice } from "#ui/notice.tsx";
import { COSTS_TEXTS as T } from "./texts.ts";

/** On every page of a challenge's organizers: that its budget is nearly used, or that evaluations have stopped. */
export function BudgetNotice({ budget, challenge }: { budget: BudgetState | null; challenge: string }) {
  if (!budget || (budget.reached === 0 && !budget.stop)) return null;
  const { tone, title, body } = budget.stop ? T.stops[budget.stop] : T.near(budget.reached);
  return (
    <Notice tone={tone === "bad" ? "bad" : "warn"} title={title}>
      <p>
        {body}{" "}
        <Link className="link" href={`/organize/${challenge}/costs`}>
          {T.toCosts}
        </Link>
      </p>
    </Notice>
  );
}
