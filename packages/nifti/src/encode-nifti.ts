import { gzipSync } from "node:zlib";
import { columnNorms, quaternionOf } from "./affine.ts";
import { bytesPerVoxel, datatypeOfArray, NIFTI_CODES, type VoxelArray } from "./datatypes.ts";
import { unreadable } from "./errors.ts";
import type { Triple } from "./volume.ts";

export interface VolumeToEncode {
  /** Voxels along x, y, z. */
  readonly shape: Triple;
  /** Voxel size in mm; default: the lengths of the affine's columns. */
  readonly spacingMm?: Triple;
  /** Voxel index to RAS millimetres, row-major 4×4. */
  readonly affine: readonly number[];
  /** Voxels in file order, x fastest; the array's type becomes the file's. */
  readonly data: VoxelArray;
}

export interface EncodeNiftiOptions {
  readonly gzip?: boolean;
  /** zlib level, default 6. */
  readonly level?: number;
  readonly version?: 1 | 2;
}

/**
 * Encodes a volume as a single NIfTI file, little endian, unscaled, in millimetres. The affine is written as sform and,
 * where its axes are perpendicular, as qform too (both scanner coordinates), so that every reader finds the same one.
 * The bytes depend on the arguments alone: gzip's time stamp is left at 0.
 */
export function encodeNifti(volume: VolumeToEncode, options: EncodeNiftiOptions = {}): Uint8Array {
  const { shape, affine, data } = volume;
  const voxels = shape[0] * shape[1] * shape[2];
  if (data.length !== voxels) throw unreadable("data", `${voxels} voxels for ${shape.join("×")}`, data.length);
  const file =
    (options.version ?? 1) === 1
      ? headerOf(volume, { size: 348, dataOffset: 352 })
      : headerOf(volume, { size: 540, dataOffset: 544 });
  if (affine.length !== 16) throw unreadable("affine", "16 numbers", affine.length);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), file.length - data.byteLength);
  return options.gzip ? gzipSync(file, { level: options.level ?? 6, chunkSize: 256 * 1024 }) : file;
}

function headerOf(volume: VolumeToEncode, layout: { size: 348 | 540; dataOffset: number }): Uint8Array {
  const { shape, affine, data } = volume;
  const datatype = datatypeOfArray(data);
  const spacing = volume.spacingMm ?? columnNorms(affine);
  const rotation = quaternionOf(affine);
  const bytes = new Uint8Array(layout.dataOffset + data.byteLength);
  const view = new DataView(bytes.buffer);
  const wide = layout.size === 540;
  const float = (offset: number, value: number) =>
    wide ? view.setFloat64(offset, value, true) : view.setFloat32(offset, value, true);
  const integer = (offset: number, value: number) =>
    wide ? view.setInt32(offset, value, true) : view.setInt16(offset, value, true);
  const step = wide ? 8 : 4;
  const at = wide
    ? { datatype: 12, dim: 16, pixdim: 104, slope: 176, codes: 344, quatern: 352, qoffset: 376, srow: 400 }
    : { datatype: 70, dim: 40, pixdim: 76, slope: 112, codes: 252, quatern: 256, qoffset: 268, srow: 280 };

  view.setInt32(0, layout.size, true);
  bytes.set(Buffer.from(wide ? "n+2\0\r\n\x1a\n" : "n+1\0", "latin1"), wide ? 4 : 344);
  view.setInt16(at.datatype, NIFTI_CODES[datatype], true);
  view.setInt16(at.datatype + 2, bytesPerVoxel(datatype) * 8, true);
  for (const [i, size] of [3, ...shape, 1, 1, 1, 1].entries()) {
    if (!wide && size > 32767) throw unreadable(`dim[${i}]`, "at most 32767 in NIfTI-1", size);
    if (wide) view.setBigInt64(at.dim + 8 * i, BigInt(size), true);
    else view.setInt16(at.dim + 2 * i, size, true);
  }
  for (const [i, value] of [rotation?.qfac ?? 1, ...spacing].entries()) float(at.pixdim + step * i, value);
  if (wide) view.setBigInt64(168, BigInt(layout.dataOffset), true);
  else view.setFloat32(108, layout.dataOffset, true);
  float(at.slope, 1);
  // Spatial unit 2: millimetres.
  if (wide) view.setInt32(500, 2, true);
  else view.setUint8(123, 2);
  integer(at.codes, rotation === null ? 0 : 1);
  integer(at.codes + (wide ? 4 : 2), 1);
  for (const [i, value] of (rotation?.quatern ?? [0, 0, 0]).entries()) float(at.quatern + step * i, value);
  for (const [i, entry] of [3, 7, 11].entries()) float(at.qoffset + step * i, affine[entry] ?? 0);
  for (let i = 0; i < 12; i++) float(at.srow + step * i, affine[i] ?? 0);
  return bytes;
}
