import type { FailureCode, Structure, StructureScore } from "@bodymark/contracts";
import { extentOf, fixedFields, imageDiagonalMm } from "@bodymark/metrics";
import { isAnnotated, notAnnotatedRow } from "./not-annotated.ts";
import type { CaseInput, ScoringOptions } from "./options.ts";
import type { LabelRunsFile } from "./read-label-runs.ts";

/** The rows of a case that failed: 0 and the image's diagonal where the reference has the structure, else not counted. */
export function failedStructures(
  input: CaseInput,
  reference: LabelRunsFile,
  options: ScoringOptions,
  code: FailureCode,
): StructureScore[] {
  return options.structures.map((structure) =>
    isAnnotated(input, structure)
      ? failedStructure(reference, structure, options, code)
      : notAnnotatedRow(structure, options, null),
  );
}

function failedStructure(
  { header, runs }: LabelRunsFile,
  structure: Structure,
  { definition, metrics }: ScoringOptions,
  code: FailureCode,
): StructureScore {
  const { label, name } = structure;
  const [sx, sy, sz] = header.spacingMm;
  const voxels = extentOf(runs, label)?.voxels ?? 0;
  const diagonal = imageDiagonalMm(header.shape, header.spacingMm);
  const [overlap, distance] = voxels === 0 ? [null, null] : [0, diagonal];
  return {
    label,
    name,
    status: voxels === 0 ? "both-empty" : code,
    ...fixedFields(structure, { definition, metrics: new Set(metrics) }, overlap, distance),
    referenceVolumeMm3: voxels * (sx * sy * sz),
    predictionVolumeMm3: null,
  };
}
