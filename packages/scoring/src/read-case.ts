import type { FailureCode } from "@bodymark/contracts";
import { compareGeometry, VolumeError, type VolumeHeader } from "@bodymark/nifti";
import { UnreadableReference } from "./errors.ts";
import type { CaseInput, ScoringOptions } from "./options.ts";
import { type LabelRunsFile, type ReadOptions, readLabelRuns } from "./read-label-runs.ts";

/** A prediction as runs with what was let pass, or why it cannot be scored. */
export type PredictionRead =
  | { readonly file: LabelRunsFile; readonly flags: readonly string[] }
  | { readonly failure: { readonly code: FailureCode; readonly message: string } };

/** @throws UnreadableReference */
export async function readReference(input: CaseInput, options: ScoringOptions, shared = false): Promise<LabelRunsFile> {
  try {
    const file = await readLabelRuns(input.referencePath, { ...readOptionsOf(options), shared });
    requireSpacing(file.header);
    return file;
  } catch (cause) {
    throw unreadable(input, cause);
  }
}

/** Reads a prediction against the reference's geometry. What is wrong with the prediction is an answer, not an error. */
export async function readPrediction(
  path: string,
  reference: Pick<VolumeHeader, "shape" | "affine">,
  options: ScoringOptions,
  shared = false,
): Promise<PredictionRead> {
  const flags = new Set<string>();
  try {
    const file = await readLabelRuns(path, {
      ...readOptionsOf(options),
      shared,
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
    return { file, flags: [...flags] };
  } catch (error) {
    return { failure: predictionFailure(error) };
  }
}

function readOptionsOf(options: ScoringOptions): ReadOptions {
  return {
    labels: new Map(options.structures.map(({ name, label }) => [name, label])),
    otherLabels: "background",
    ...(options.maskAliases === undefined ? {} : { maskAliases: options.maskAliases }),
  };
}

function requireSpacing({ spacingMm }: VolumeHeader): void {
  if (spacingMm.every((size) => size > 0 && Number.isFinite(size))) return;
  throw new VolumeError("invalid-output", "pixdim", "a positive voxel size", spacingMm.join("×"));
}

function unreadable(input: CaseInput, cause: unknown): UnreadableReference {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UnreadableReference(`the reference of case "${input.name}" cannot be used: ${reason}`, { cause });
}

/** What is wrong with the file itself, not with the disk. */
const REFUSED = new Set(["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG"]);

/** A file that is not there is no output; what the disk itself refuses is a fault of the platform and is thrown on. */
function predictionFailure(error: unknown): { code: FailureCode; message: string } {
  if (error instanceof VolumeError) return { code: error.code, message: error.message };
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return { code: "no-output", message: "there is no prediction file" };
  if (typeof code === "string" && REFUSED.has(code)) {
    return { code: "invalid-output", message: `the prediction file cannot be opened (${code})` };
  }
  throw error;
}
