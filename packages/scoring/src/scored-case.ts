import type { CaseScores } from "@bodymark/contracts";

export interface ScoredCase {
  readonly scores: CaseScores;
  /** `affine-ignored`, `labels-unmapped`: what was let pass and should be said. */
  readonly flags: readonly string[];
  readonly timing: { readonly decodeMs: number; readonly scoreMs: number };
}
