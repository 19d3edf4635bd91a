import { createHash } from "node:crypto";
import type { PhaseRules } from "@bodymark/challenge-file";
import { canonicalRules } from "@bodymark/ranking";

export { DEFAULT_RULES, type PhaseRules, phaseRulesSchema } from "@bodymark/challenge-file";

/** SHA-256 of the rules' canonical form, so that what was frozen can be proved. */
export function hashRules(rules: PhaseRules): string {
  return createHash("sha256")
    .update(`${canonicalRules(rules)}\n${JSON.stringify(rules.bootstrap)}`)
    .digest("hex");
}
