import { randomInt } from "node:crypto";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { assertLease, type Claim } from "./lease.ts";

/**
 * Makes the case runs of an evaluation, once; a later attempt finds them. Ordinals are a fresh random permutation
 * where the cases are hidden, so that a container cannot number its failures; public cases keep the phase's order.
 */
export async function prepareCaseRuns(
  db: Database,
  claim: Claim,
  phase: { id: string; caseVisibility: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    if ((await tx.caseRun.count({ where: { evaluationId: claim.evaluationId } })) > 0) return;
    const cases = await tx.phaseCase.findMany({
      where: { phaseId: phase.id },
      orderBy: { position: "asc" },
      select: { caseId: true },
    });
    const order = phase.caseVisibility === "public" ? cases : shuffle(cases);
    await tx.caseRun.createMany({
      data: order.map(({ caseId }, i) => ({
        id: newId("caseRun"),
        evaluationId: claim.evaluationId,
        caseId,
        ordinal: i + 1,
      })),
    });
    await tx.evaluation.update({ where: { id: claim.evaluationId }, data: { caseCount: order.length } });
  });
}

/** Fisher–Yates with the system's random source. */
function shuffle<T>(items: readonly T[]): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a !== undefined && b !== undefined) [shuffled[i], shuffled[j]] = [b, a];
  }
  return shuffled;
}
