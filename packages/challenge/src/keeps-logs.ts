import { logPolicySchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";

/**
 * Whether what this phase's containers print may leave the worker: its policy allows it, and every one of its cases is
 * public. A case that is hidden in another phase, closed or not, is not: a container can print all of it.
 */
export async function keepsLogs(
  db: Database,
  phase: { id: string; caseVisibility: string; logPolicy: string },
): Promise<boolean> {
  if (logPolicySchema.parse(phase.logPolicy) !== "public-cases" || phase.caseVisibility !== "public") return false;
  const [row] = await db.$queryRaw<{ hidden: boolean }[]>`
    select exists (
      select 1 from "PhaseCase" mine
      join "PhaseCase" other on other."caseId" = mine."caseId"
      join "Phase" p on p.id = other."phaseId"
      where mine."phaseId" = ${phase.id} and p."caseVisibility" <> 'public') as hidden`;
  return row?.hidden === false;
}
