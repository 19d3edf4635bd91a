import type { Datatype, VoxelArray } from "./datatypes.ts";

export type Triple = readonly [number, number, number];

/** What a file says of its voxels, before any of them is read. */
export interface VolumeHeader {
  readonly format: "nifti-1" | "nifti-2" | "metaimage" | "nrrd";
  /** Voxels along x, y, z; x varies fastest in the file. */
  readonly shape: Triple;
  /** Voxel size along x, y, z in mm, as the header states it (NIfTI: the float64 of pixdim's float32). */
  readonly spacingMm: Triple;
  /** Voxel index to RAS millimetres, row-major 4×4. */
  readonly affine: readonly number[];
  readonly datatype: Datatype;
  readonly littleEndian: boolean;
  /** A value is `slope · stored + intercept`; 1 and 0 where the file scales nothing. */
  readonly slope: number;
  readonly intercept: number;
  /** First byte of the voxels in the expanded file. */
  readonly dataOffset: number;
  /** Bytes of the voxels, expanded. */
  readonly dataBytes: number;
  /** MetaImage, NRRD: the voxels alone are compressed in the file, as a zlib stream in the one and as gzip in the other. */
  readonly deflated: boolean;
  /** MetaImage, NRRD: name of the file beside the header that holds the voxels; null where they follow the header. */
  readonly dataFile: string | null;
}

/** A decoded volume. `data` holds the stored values in file order (x fastest), without slope and intercept. */
export interface Volume extends VolumeHeader {
  readonly data: VoxelArray;
}

export const IDENTITY_AFFINE: readonly number[] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
