import type { FailureCode, Structure, StructureScore } from "@bodymark/contracts";
import { definitionTolerances, extentOf, hasToleranceList, imageDiagonalMm, nsdShape } from "@bodymark/metrics";
import type { ScoringOptions } from "./options.ts";
import type { LabelRunsFile } from "./read-label-runs.ts";

/** The rows of a case that failed: 0 and the image's diagonal where the reference has the structure, else not counted. */
export function failedStructures(
  reference: LabelRunsFile,
  options: ScoringOptions,
  code: FailureCode,
): StructureScore[] {
  return options.structures.map((structure) => failedStructure(reference, structure, options, code));
}

function failedStructure(
  { header, runs }: LabelRunsFile,
  structure: Structure,
  options: ScoringOptions,
  code: FailureCode,
): StructureScore {
  const { label, name } = structure;
  const metrics = new Set(options.metrics);
  const [sx, sy, sz] = header.spacingMm;
  const voxels = extentOf(runs, label)?.voxels ?? 0;
  const score = voxels === 0 ? null : 0;
  const distance = voxels === 0 ? null : imageDiagonalMm(header.shape, header.spacingMm);
  const tolerances = definitionTolerances(structure, options.definition);
  const list = hasToleranceList(structure, options.definition);
  return {
    label,
    name,
    status: voxels === 0 ? "both-empty" : code,
    ...(metrics.has("dice") ? { dice: score } : {}),
    ...(metrics.has("nsd") ? { nsd: nsdShape(tolerances, list, () => score) } : {}),
    ...(metrics.has("hd95") ? { hd95Mm: distance } : {}),
    ...(metrics.has("assd") ? { assdMm: distance } : {}),
    referenceVolumeMm3: voxels * (sx * sy * sz),
    predictionVolumeMm3: null,
  };
}
