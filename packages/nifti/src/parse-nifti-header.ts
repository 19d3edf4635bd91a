import { affineOfQuaternion, columnNorms } from "./affine.ts";
import { bytesPerVoxel, datatypeOfNifti } from "./datatypes.ts";
import { unreadable } from "./errors.ts";
import type { Triple, VolumeHeader } from "./volume.ts";

const NIFTI1_BYTES = 348;
const NIFTI2_BYTES = 540;
/** Enough bytes of an expanded file to parse either header. */
export const NIFTI_HEADER_BYTES = NIFTI2_BYTES;

/** Millimetres per spatial unit of `xyzt_units`; files that name none mean millimetres. */
const MM_PER_UNIT: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 };

/** Whether the bytes begin with a NIfTI-1 or NIfTI-2 header of either byte order. */
export function looksLikeNifti(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return [view.getInt32(0, true), view.getInt32(0, false)].some(
    (size) => size === NIFTI1_BYTES || size === NIFTI2_BYTES,
  );
}

/**
 * Parses a NIfTI-1 or NIfTI-2 header from the first bytes of an expanded file (single-file form).
 * Nothing is allocated from what it claims; sizes are multiplied as big integers.
 * Affine: sform where its code is above 0, else qform where its code is, else the voxel sizes alone
 * (methods 3, 2, 1 of nifti1.h). Spacing: |pixdim|, or the affine's column length where pixdim is 0 or not finite.
 * @throws VolumeError `invalid-output` that names the field.
 */
export function parseNiftiHeader(head: Uint8Array): VolumeHeader {
  if (head.length < 4) throw unreadable("file", "a NIfTI header", `${head.length} bytes`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const littleEndian = [NIFTI1_BYTES, NIFTI2_BYTES].includes(view.getInt32(0, true));
  const size = view.getInt32(0, littleEndian);
  if (size !== NIFTI1_BYTES && size !== NIFTI2_BYTES) throw unreadable("sizeof_hdr", "348 or 540", size);
  if (head.length < size) throw unreadable("file", `at least ${size} bytes of header`, `${head.length} bytes`);
  const raw = size === NIFTI1_BYTES ? readNifti1(view, littleEndian) : readNifti2(view, littleEndian);

  const datatype = datatypeOfNifti(raw.datatype);
  const voxelBytes = bytesPerVoxel(datatype);
  if (raw.bitpix !== voxelBytes * 8) throw unreadable("bitpix", `${voxelBytes * 8} for ${datatype}`, raw.bitpix);
  const shape = shapeOf(raw.dim);
  const dataBytes = BigInt(shape[0]) * BigInt(shape[1]) * BigInt(shape[2]) * BigInt(voxelBytes);
  if (dataBytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw unreadable("dim", "a volume of possible size", shape.join("×"));
  // An offset of 0 in a single file is an old writer's way to say "right after the header and its 4 extension bytes".
  const dataOffset = raw.voxOffset === 0 ? size + 4 : raw.voxOffset;
  if (!Number.isSafeInteger(dataOffset) || dataOffset < size) {
    throw unreadable("vox_offset", `a whole number of at least ${size}`, raw.voxOffset);
  }

  const mm = MM_PER_UNIT[raw.units & 7];
  if (mm === undefined) throw unreadable("xyzt_units", "metre, millimetre or micrometre", raw.units & 7);
  const stated = raw.pixdim.map((value) => Math.abs(value) * mm) as [number, number, number];
  const offset = raw.qoffset.map((value) => value * mm) as [number, number, number];
  const affine =
    raw.sformCode > 0
      ? [...raw.srow.map((value) => value * mm), 0, 0, 0, 1]
      : raw.qformCode > 0
        ? affineOfQuaternion(raw.quatern, offset, stated, raw.qfac)
        : [stated[0], 0, 0, 0, 0, stated[1], 0, 0, 0, 0, stated[2], 0, 0, 0, 0, 1];
  const norms = columnNorms(affine);
  const spacing = (axis: 0 | 1 | 2) => (stated[axis] > 0 && Number.isFinite(stated[axis]) ? stated[axis] : norms[axis]);

  // nifti1.h: a slope of 0 means that nothing is scaled; nibabel treats a slope that is not finite likewise.
  const scales = raw.slope !== 0 && Number.isFinite(raw.slope);
  return {
    format: size === NIFTI1_BYTES ? "nifti-1" : "nifti-2",
    shape,
    spacingMm: [spacing(0), spacing(1), spacing(2)],
    affine,
    datatype,
    littleEndian,
    slope: scales ? raw.slope : 1,
    intercept: scales && Number.isFinite(raw.intercept) ? raw.intercept : 0,
    dataOffset,
    dataBytes: Number(dataBytes),
    deflated: false,
    dataFile: null,
  };
}

interface RawHeader {
  dim: bigint[];
  datatype: number;
  bitpix: number;
  pixdim: Triple;
  qfac: number;
  voxOffset: number;
  slope: number;
  intercept: number;
  units: number;
  qformCode: number;
  sformCode: number;
  quatern: Triple;
  qoffset: Triple;
  srow: number[];
}

/** Field offsets of nifti1.h. */
function readNifti1(view: DataView, le: boolean): RawHeader {
  const magic = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + 344, 4));
  if (magic === "ni1\0") throw unreadable("magic", '"n+1" (one file)', '"ni1" (header and image apart)');
  if (magic !== "n+1\0") throw unreadable("magic", '"n+1"', JSON.stringify(magic));
  const float = (offset: number) => view.getFloat32(offset, le);
  return {
    dim: Array.from({ length: 8 }, (_, i) => BigInt(view.getInt16(40 + 2 * i, le))),
    datatype: view.getInt16(70, le),
    bitpix: view.getInt16(72, le),
    qfac: float(76),
    pixdim: [float(80), float(84), float(88)],
    voxOffset: float(108),
    slope: float(112),
    intercept: float(116),
    units: view.getUint8(123),
    qformCode: view.getInt16(252, le),
    sformCode: view.getInt16(254, le),
    quatern: [float(256), float(260), float(264)],
    qoffset: [float(268), float(272), float(276)],
    srow: Array.from({ length: 12 }, (_, i) => float(280 + 4 * i)),
  };
}

/** Field offsets of nifti2.h. */
function readNifti2(view: DataView, le: boolean): RawHeader {
  const magic = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + 4, 8));
  if (magic !== "n+2\0\r\n\x1a\n") throw unreadable("magic", '"n+2"', JSON.stringify(magic));
  const float = (offset: number) => view.getFloat64(offset, le);
  return {
    dim: Array.from({ length: 8 }, (_, i) => view.getBigInt64(16 + 8 * i, le)),
    datatype: view.getInt16(12, le),
    bitpix: view.getInt16(14, le),
    qfac: float(104),
    pixdim: [float(112), float(120), float(128)],
    voxOffset: Number(view.getBigInt64(168, le)),
    slope: float(176),
    intercept: float(184),
    units: view.getInt32(500, le),
    qformCode: view.getInt32(344, le),
    sformCode: view.getInt32(348, le),
    quatern: [float(352), float(360), float(368)],
    qoffset: [float(376), float(384), float(392)],
    srow: Array.from({ length: 12 }, (_, i) => float(400 + 8 * i)),
  };
}

/** Axes beyond the third must have length 1; axes that are not there count as 1. */
function shapeOf(dim: readonly bigint[]): Triple {
  const [count = 0n, ...sizes] = dim;
  if (count < 1n || count > 7n) throw unreadable("dim[0]", "1 to 7 axes", count);
  const used = sizes.slice(0, Number(count));
  for (const [axis, size] of used.entries()) {
    if (size < 1n || size > 2147483647n) throw unreadable(`dim[${axis + 1}]`, "a positive size", size);
    if (axis > 2 && size !== 1n) throw unreadable(`dim[${axis + 1}]`, "1 (a volume has three axes)", size);
  }
  return [Number(used[0] ?? 1n), Number(used[1] ?? 1n), Number(used[2] ?? 1n)];
}
