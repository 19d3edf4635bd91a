import type { FailureCode } from "@bodymark/contracts";
import type { Triple } from "@bodymark/nifti";

/** Where an output may lie in the ended container. Candidates are tried in order; nothing else is ever opened. */
export type OutputCandidate =
  | { kind: "label-map"; path: string; format: VolumeFormat }
  /** A folder of `<structure>.nii.gz` masks. */
  | { kind: "masks"; folder: string; labelOfFile: Readonly<Record<string, number>> }
  /** A folder that holds exactly one file of this format, whatever its name. */
  | { kind: "only-file"; folder: string; format: VolumeFormat };

export type VolumeFormat = "nifti" | "metaimage";

/** What a collector process is told, as the first line of its input; the engine's tar stream follows. */
export interface CollectJob {
  candidate: OutputCandidate;
  /** The input's geometry: what the output must have. */
  shape: Triple;
  spacingMm: Triple;
  affine: readonly number[];
  affineRule: "demand" | "ignore";
  /** The challenge's labels. */
  labels: readonly number[];
  otherLabels: "invalid" | "background";
  /** The output's label → the challenge's (0: background); null where they are the same. */
  labelMap: Readonly<Record<string, number>> | null;
  /** Where the checked label map goes: NIfTI, gzip, the input's geometry, the challenge's labels. */
  outPath: string;
}

/** What it answers, as one line. Messages may name what was found in the file: they are for operators and owners. */
export type CollectAnswer = { ok: true; flags: readonly string[] } | { ok: false; code: FailureCode; message: string };

/** No label map of this many voxels is larger, expanded: eight bytes a voxel, and a header with extensions. */
export function maxOutputBytes(shape: Triple): number {
  return 8 * shape[0] * shape[1] * shape[2] + 1024 ** 2;
}
