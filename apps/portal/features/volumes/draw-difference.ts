import { decodeLabelMap, encodeNifti } from "@bodymark/nifti";
import { Problem } from "#features/api/problem.ts";

/** What a voxel of a difference map says; 0 is background in both. */
export const DIFFERENCE = { agrees: 1, missed: 2, extra: 3, otherLabel: 4 } as const;

/** Reference and prediction (NIfTI files) voxel by voxel, as a label map of `DIFFERENCE`'s values. */
export function drawDifference(reference: Uint8Array, prediction: Uint8Array): Uint8Array {
  const wanted = decodeLabelMap(reference);
  const given = decodeLabelMap(prediction);
  if (wanted.labels.length !== given.labels.length)
    throw new Problem(409, "not-comparable", "Reference and prediction are of different shapes.");
  const difference = new Uint8Array(wanted.labels.length);
  for (let i = 0; i < difference.length; i++) {
    const is = wanted.labels[i] ?? 0;
    const said = given.labels[i] ?? 0;
    if (is === said) difference[i] = is === 0 ? 0 : DIFFERENCE.agrees;
    else difference[i] = said === 0 ? DIFFERENCE.missed : is === 0 ? DIFFERENCE.extra : DIFFERENCE.otherLabel;
  }
  const { shape, spacingMm, affine } = wanted;
  return encodeNifti({ shape, spacingMm, affine, data: difference }, { gzip: true, level: 1 });
}
