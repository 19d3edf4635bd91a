import type { Structure, StructureScore } from "@bodymark/contracts";
import { fixedFields } from "@bodymark/metrics";
import type { CaseInput, ScoringOptions } from "./options.ts";

/** Whether somebody looked for the structure in this case: what nobody annotated is not absent, and is never scored. */
export function isAnnotated(input: CaseInput, { label }: Structure): boolean {
  return !(input.notAnnotated ?? []).includes(label);
}

/** The row of a structure that nobody annotated: its status and no value; the reference's volume is not known. */
export function notAnnotatedRow(
  structure: Structure,
  { definition, metrics }: Pick<ScoringOptions, "definition" | "metrics">,
  predictionVolumeMm3: number | null,
): StructureScore {
  return {
    label: structure.label,
    name: structure.name,
    status: "not-annotated",
    ...fixedFields(structure, { definition, metrics: new Set(metrics) }, null, null),
    referenceVolumeMm3: null,
    predictionVolumeMm3,
  };
}
