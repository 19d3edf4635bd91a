import type { Database, Transaction } from "@bodymark/db";
import { databaseNow } from "../database-clock.ts";
import { hashRules, phaseRulesSchema } from "../phase-rules.ts";

/**
 * Notes of each phase that has opened since it was last looked at when that was, and the hash of its ranking rules; of
 * one challenge, or of all.
 */
export async function freezePhases(db: Database | Transaction, challengeId?: string): Promise<void> {
  const now = await databaseNow(db);
  const rows = await db.phase.findMany({
    where: {
      ...(challengeId === undefined ? {} : { challengeId }),
      frozenAt: null,
      challenge: { visibility: "public" },
      OR: [{ opensAt: null }, { opensAt: { lte: now } }],
    },
  });
  for (const { id, scheme, opensAt } of rows) {
    const schemeHash = hashRules(phaseRulesSchema.parse(scheme));
    // Unless another freezes it, or an organizer changes it, at the same moment.
    await db.phase.updateMany({
      where: { id, frozenAt: null, scheme: { equals: scheme ?? {} } },
      data: { frozenAt: opensAt ?? now, schemeHash },
    });
  }
}
