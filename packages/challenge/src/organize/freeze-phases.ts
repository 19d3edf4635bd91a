import type { Transaction } from "@bodymark/db";
import { hashRules, phaseRulesSchema } from "../phase-rules.ts";

/** Notes of each phase that has opened since it was last looked at when that was, and the hash of its ranking rules. */
export async function freezePhases(tx: Transaction, challengeId: string, now: Date): Promise<void> {
  const rows = await tx.phase.findMany({
    where: {
      challengeId,
      frozenAt: null,
      challenge: { visibility: "public" },
      OR: [{ opensAt: null }, { opensAt: { lte: now } }],
    },
  });
  for (const { id, scheme, opensAt } of rows) {
    const schemeHash = hashRules(phaseRulesSchema.parse(scheme));
    await tx.phase.update({ where: { id }, data: { frozenAt: opensAt ?? now, schemeHash } });
  }
}
