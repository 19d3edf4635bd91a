import type { Database } from "@bodymark/db";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";
import type { BudgetState } from "./budget-state.ts";
import { readBudgets } from "./read-budgets.ts";

/** Where a challenge stands with its budget, for its organizers. @throws Refusal `not-found` for everybody else */
export async function readBudget(db: Database, viewer: Viewer, slug: string): Promise<BudgetState | null> {
  const { id } = await requireOrganizer(db, viewer, slug, "reviewer");
  return (await readBudgets(db, [id])).get(id) ?? null;
}
