import { createHash } from "node:crypto";
import { canonicalRules, rankingRulesSchema } from "@bodymark/ranking";
import { z } from "zod";

/** How a phase ranks: the rules of `packages/ranking` and the bootstrap; frozen, with its hash, when the phase opens. */
export const phaseRulesSchema = rankingRulesSchema.extend({
  bootstrap: z
    .object({ draws: z.number().int().min(0).max(10_000), seed: z.number().int().min(0) })
    .default({ draws: 1000, seed: 1 }),
});
export type PhaseRules = z.infer<typeof phaseRulesSchema>;

/** DSC and NSD, equally weighted. */
export const DEFAULT_RULES: PhaseRules = phaseRulesSchema.parse({
  scheme: "mean-then-rank",
  metrics: [
    { name: "dice", direction: "higher" },
    { name: "nsd", direction: "higher" },
  ],
});

/** SHA-256 of the rules' canonical form, so that what was frozen can be proved. */
export function hashRules(rules: PhaseRules): string {
  return createHash("sha256")
    .update(`${canonicalRules(rules)}\n${JSON.stringify(rules.bootstrap)}`)
    .digest("hex");
}
