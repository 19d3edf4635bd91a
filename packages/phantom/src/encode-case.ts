import { encodeNifti } from "@bodymark/nifti";
import type { PhantomCase } from "./generate-case.ts";

/** Noise hardly compresses: a higher level costs seconds and saves a few percent. */
const IMAGE_LEVEL = 3;

/** The case's two files, `.nii.gz`: the scan as int16 Hounsfield units, the reference labels as uint8. */
export function encodeCase({ image, labels, shape, spacingMm, affine }: PhantomCase): {
  image: Uint8Array;
  labels: Uint8Array;
} {
  const geometry = { shape, spacingMm, affine };
  return {
    image: encodeNifti({ ...geometry, data: image }, { gzip: true, level: IMAGE_LEVEL }),
    labels: encodeNifti({ ...geometry, data: labels }, { gzip: true }),
  };
}
