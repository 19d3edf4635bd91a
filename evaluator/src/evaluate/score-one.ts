import type { FailureCode, StructureScore } from "@bodymark/contracts";
import type { EvaluationContext } from "./context.ts";
import type { EvaluationCase } from "./types.ts";

export async function scoreOne(
  context: EvaluationContext,
  one: EvaluationCase,
  prediction: { predictionPath: string } | { failure: FailureCode },
): Promise<readonly StructureScore[]> {
  return context.options.structures.structures.map(({ label, name }) => ({
    label,
    name,
    status: "failure" in prediction ? prediction.failure : "ok",
    dice: one.ordinal,
  }));
}
