import type { CaseScores, FailureCode, Structure, StructureScore } from "@bodymark/contracts";
import {
  definitionTolerances,
  extentOf,
  hasToleranceList,
  imageDiagonalMm,
  type LabelRuns,
  nsdShape,
  StructureMeasurer,
  scoreStructure,
} from "@bodymark/metrics";
import { compareGeometry, VolumeError, type VolumeHeader } from "@bodymark/nifti";
import { UnreadableReference } from "./errors.ts";
import type { CaseInput, ScoringOptions } from "./options.ts";
import { type LabelRunsFile, type ReadOptions, readLabelRuns } from "./read-label-runs.ts";

export interface ScoredCase {
  readonly scores: CaseScores;
  /** `affine-ignored`, `labels-unmapped`: what was let pass and should be said. */
  readonly flags: readonly string[];
  readonly timing: { readonly decodeMs: number; readonly scoreMs: number };
}

/**
 * Scores one case. The reference drives: every structure is listed whatever becomes of the prediction, and a case that
 * failed or is missing scores 0 and the image's diagonal for each structure that the reference has.
 * @throws UnreadableReference when the reference cannot be read; a prediction at fault is a failed case, never an error.
 */
export async function scoreCase(input: CaseInput, options: ScoringOptions): Promise<ScoredCase> {
  const started = performance.now();
  const reference = await readReference(input, options);
  if (input.predictionPath === null) {
    const failure = input.failure ?? { code: "no-output" as const };
    return failedCase(input, reference, options, failure.code, failure.message, performance.now() - started);
  }
  const flags = new Set<string>();
  let prediction: LabelRunsFile;
  try {
    prediction = await readPrediction(input.predictionPath, reference.header, options, flags);
  } catch (error) {
    const { code, message } = predictionFailure(error);
    return failedCase(input, reference, options, code, message, performance.now() - started);
  }
  const decoded = performance.now();
  const structures = scoreStructures(reference, prediction.runs, options);
  const timing = { decodeMs: decoded - started, scoreMs: performance.now() - decoded };
  return { scores: { case: input.name, status: "ok", structures }, flags: [...flags], timing };
}

export function readOptionsOf(options: ScoringOptions): ReadOptions {
  return {
    labels: new Map(options.structures.map(({ name, label }) => [name, label])),
    otherLabels: "background",
    ...(options.maskAliases === undefined ? {} : { maskAliases: options.maskAliases }),
  };
}

async function readReference(input: CaseInput, options: ScoringOptions): Promise<LabelRunsFile> {
  try {
    const file = await readLabelRuns(input.referencePath, readOptionsOf(options));
    const { spacingMm } = file.header;
    if (!spacingMm.every((size) => size > 0 && Number.isFinite(size))) {
      throw new VolumeError("invalid-output", "pixdim", "a positive voxel size", spacingMm.join("×"));
    }
    return file;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableReference(`the reference of case "${input.name}" cannot be used: ${reason}`, { cause });
  }
}

async function readPrediction(
  path: string,
  reference: VolumeHeader,
  options: ScoringOptions,
  flags: Set<string>,
): Promise<LabelRunsFile> {
  const file = await readLabelRuns(path, {
    ...readOptionsOf(options),
    otherLabels: options.otherLabels === "background" ? "background" : "refuse",
    ...(options.maxExpandedBytes === undefined ? {} : { maxExpandedBytes: options.maxExpandedBytes }),
    ...(options.predictionLabels === undefined ? {} : { valueToLabel: options.predictionLabels }),
    checkHeader: (header) => {
      const difference = compareGeometry(reference, header, { affine: options.affine === "require" });
      if (difference !== null) {
        throw new VolumeError("geometry-mismatch", difference.field, difference.expected, difference.actual);
      }
      if (options.affine === "use-input" && compareGeometry(reference, header, { affine: true }) !== null) {
        flags.add("affine-ignored");
      }
    },
  });
  if (file.unmapped && options.otherLabels !== "background") flags.add("labels-unmapped");
  return file;
}

/** A file that is not there is no output; what the disk itself refuses is a fault of the platform. */
function predictionFailure(error: unknown): { code: FailureCode; message: string } {
  if (error instanceof VolumeError) return { code: error.code, message: error.message };
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return { code: "no-output", message: "there is no prediction file" };
  throw error;
}

function scoreStructures(reference: LabelRunsFile, prediction: LabelRuns, options: ScoringOptions): StructureScore[] {
  const { spacingMm } = reference.header;
  const measurer = new StructureMeasurer(spacingMm);
  const scoring = { definition: options.definition, metrics: new Set(options.metrics), spacingMm };
  return options.structures.map((structure) =>
    scoreStructure(measurer, reference.runs, prediction, structure, scoring),
  );
}

function failedCase(
  input: CaseInput,
  reference: LabelRunsFile,
  options: ScoringOptions,
  code: FailureCode,
  message: string | undefined,
  decodeMs: number,
): ScoredCase {
  const structures = options.structures.map((structure) => failedStructure(reference, structure, options, code));
  const scores = { case: input.name, status: code, ...(message === undefined ? {} : { message }), structures };
  return { scores, flags: [], timing: { decodeMs, scoreMs: 0 } };
}

/** The row of a structure whose case failed. */
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
    referenceVolumeMm3: voxels * sx * sy * sz,
    predictionVolumeMm3: null,
  };
}
