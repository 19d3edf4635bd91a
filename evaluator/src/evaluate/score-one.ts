import { type FailureCode, METRICS, type StructureScore } from "@bodymark/contracts";
import { UnreadableReference } from "@bodymark/scoring";
import type { EvaluationContext } from "./context.ts";
import type { EvaluationCase, EvaluationOptions } from "./types.ts";

type ScoringContext = Pick<EvaluationContext, "definition" | "scoring"> & {
  options: Pick<EvaluationOptions, "structures">;
};

/**
 * The rows of one case. The checked prediction already has the input's geometry and the challenge's labels, so that
 * whatever does not fit now is the reference's fault.
 *
 * @throws UnreadableReference when the reference is unreadable or does not fit its image
 */
export async function scoreOne(
  { options, definition, scoring }: ScoringContext,
  one: Pick<EvaluationCase, "case" | "labelPath" | "notAnnotated">,
  prediction: { predictionPath: string } | { failure: FailureCode },
): Promise<readonly StructureScore[]> {
  const failed = "failure" in prediction;
  const { scores } = await scoring.scoreCase(
    {
      name: one.case,
      referencePath: one.labelPath,
      predictionPath: failed ? null : prediction.predictionPath,
      ...(failed ? { failure: { code: prediction.failure } } : {}),
      ...(one.notAnnotated === undefined ? {} : { notAnnotated: one.notAnnotated }),
    },
    {
      structures: options.structures.structures,
      otherLabels: options.structures.otherLabels ?? "invalid",
      definition,
      metrics: METRICS,
      affine: "use-input",
    },
  );
  if (!failed && scores.status !== "ok") {
    throw new UnreadableReference(
      `the reference of case "${one.case}" does not fit its image: ${scores.message ?? ""}`,
    );
  }
  return scores.structures;
}
