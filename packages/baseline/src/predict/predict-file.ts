import { decodeVolume, encodeNifti } from "@bodymark/nifti";
import { eachVoxel, orientationOf, permute } from "./orient.ts";
import { type Model, predictVolume } from "./predict-volume.ts";

/** Segments a NIfTI scan of any orientation and gives the label map as `.nii.gz`, on the scan's own grid and affine. */
export async function predictFile(model: Model, file: Uint8Array): Promise<Uint8Array> {
  const { data, shape, spacingMm, affine, slope, intercept } = decodeVolume(file);
  const orientation = orientationOf(affine);
  const scan = new Float32Array(data.length);
  eachVoxel(shape, orientation, (patient, stored) => {
    scan[patient] = Number(data[stored]) * slope + intercept;
  });
  const found = await predictVolume(model, {
    data: scan,
    shape: permute(shape, orientation),
    spacingMm: permute(spacingMm, orientation),
  });
  const labels = new Uint8Array(data.length);
  eachVoxel(shape, orientation, (patient, stored) => {
    labels[stored] = found[patient] as number;
  });
  return encodeNifti({ shape, spacingMm, affine, data: labels }, { gzip: true, level: 1 });
}
