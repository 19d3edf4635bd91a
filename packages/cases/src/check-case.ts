import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { compareGeometry, readLabel, VolumeError, type VolumeHeader } from "@bodymark/nifti";
import { CaseProblem } from "./case-problem.ts";
import { type DrawnSlice, drawPreview } from "./draw-preview.ts";
import { encodePng } from "./encode-png.ts";
import { readSlices } from "./read-slices.ts";

export interface CaseFiles {
  /** The bytes of both files, from their start; `.nii.gz`. */
  image: () => Promise<Readable>;
  label: () => Promise<Readable>;
  /** Labels that are structures of the challenge. */
  labels: ReadonlySet<number>;
  signal?: AbortSignal;
}

/** What is wrong with a file of a case. */
export interface FileReport {
  file: "image" | "label";
  problem: string;
}

export interface CheckedCase {
  shape: readonly number[];
  spacingMm: readonly number[];
  /** SHA-256 of the image's values as float32: the same however they were compressed, stored or scaled. */
  voxelSha256: string;
  /** Labels with at least one voxel. */
  present: number[];
  /** A small picture of the middle slice with the structures' outlines. */
  preview: Uint8Array;
}

/**
 * Reads both files of a case from end to end, one slice in memory at a time: is each whole and readable, has the label
 * map the image's shape and affine, are its values labels of the challenge.
 * @returns what was found, or all that is wrong.
 */
export async function checkCase(files: CaseFiles): Promise<{ checked: CheckedCase } | { reports: FileReport[] }> {
  const image = await attempt("image", () => readImage(files));
  const label = await attempt("label", () => readLabels(files, "header" in image ? image.header : undefined));
  if ("problem" in image || "problem" in label) {
    return { reports: [image, label].flatMap((found) => ("problem" in found ? [found] : [])) };
  }
  const { shape, spacingMm } = image.header;
  const preview = drawPreview(image.middle, label.middle, image.header);
  return {
    checked: {
      shape,
      spacingMm,
      voxelSha256: image.voxelSha256,
      present: [...label.present].sort((a, b) => a - b),
      preview: encodePng(preview),
    },
  };
}

async function attempt<T extends object>(file: "image" | "label", work: () => Promise<T>): Promise<T | FileReport> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CaseProblem) return { file, problem: error.message };
    if (error instanceof VolumeError) return { file, problem: `${error.message}.` };
    throw error;
  }
}

async function readImage(files: CaseFiles) {
  const hash = createHash("sha256");
  let values = new Float32Array();
  let middle: DrawnSlice = values;
  const header = await readSlices(
    await files.image(),
    {
      slice: (voxels, z, { shape, slope, intercept, datatype }) => {
        if (datatype === "float32" || datatype === "float64") refuseNotFinite(voxels as Float32Array, z);
        if (values.length !== voxels.length) values = new Float32Array(voxels.length);
        // Adding 0 makes 0 of −0.
        for (let i = 0; i < values.length; i++) values[i] = Number(voxels[i]) * slope + intercept + 0;
        hash.update(values);
        if (z === Math.floor(shape[2] / 2)) middle = values.slice();
      },
    },
    files.signal,
  );
  return { header, middle, voxelSha256: hash.digest("hex") };
}

/** A sum is NaN or infinite where any value is; quicker than asking each. */
function refuseNotFinite(voxels: ArrayLike<number>, z: number): void {
  let sum = 0;
  for (let i = 0; i < voxels.length; i++) sum += (voxels[i] ?? 0) * 0;
  if (sum !== 0) throw new CaseProblem(`slice ${z} holds NaN or infinite values: write finite ones.`);
}

async function readLabels(files: CaseFiles, image: VolumeHeader | undefined) {
  const present = new Set<number>();
  let middle: DrawnSlice = new Uint16Array();
  const header = await readSlices(
    await files.label(),
    {
      header: (found) => {
        const difference = image ? compareGeometry(image, found, { affine: true }) : null;
        if (difference)
          throw new CaseProblem(
            `its ${difference.field} is ${difference.actual}, the image's is ${difference.expected}: resample it to the image's grid and copy its header.`,
          );
      },
      slice: (voxels, z, { shape, slope, intercept }) => {
        const rule = { slope, intercept, allowed: files.labels, otherLabels: "refuse" } as const;
        let last: number | bigint = Number.NaN;
        for (let i = 0; i < voxels.length; i++) {
          const value = voxels[i] ?? 0;
          if (value === last) continue;
          last = value;
          const label = labelOf(value, rule);
          if (label > 0) present.add(label);
        }
        if (z === Math.floor(shape[2] / 2)) middle = Uint16Array.from(voxels as Uint16Array, (v) => readLabel(v, rule));
      },
    },
    files.signal,
  );
  return { header, present, middle };
}

function labelOf(value: number | bigint, rule: Parameters<typeof readLabel>[1]): number {
  try {
    return readLabel(value, rule);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    throw new CaseProblem(`${error.message}: add the structure to the challenge, or mend the label map.`, {
      cause: error,
    });
  }
}
