import { columnNorms } from "./affine.ts";
import { requirePlainName } from "./data-file.ts";
import { bytesPerVoxel, datatypeOfNrrd } from "./datatypes.ts";
import { unreadable } from "./errors.ts";
import type { Triple, VolumeHeader } from "./volume.ts";

/** Slicer's segmentations describe every segment in the header; one that does not end within these is refused. */
export const NRRD_HEADER_BYTES = 128 * 1024;

/** Signs that turn a patient space's axes into RAS. Files that name none are read as ITK reads them: LPS. */
const TO_RAS: Readonly<Record<string, Triple>> = {
  "right-anterior-superior": [1, 1, 1],
  ras: [1, 1, 1],
  "left-anterior-superior": [-1, 1, 1],
  las: [-1, 1, 1],
  "left-posterior-superior": [-1, -1, 1],
  lps: [-1, -1, 1],
};
const MM_PER_UNIT: Readonly<Record<string, number>> = { mm: 1, cm: 10, m: 1000, um: 0.001, µm: 0.001 };

export function looksLikeNrrd(head: Uint8Array): boolean {
  return /^NRRD000[1-5]\r?\n/.test(new TextDecoder("latin1").decode(head.subarray(0, 16)));
}

/**
 * Parses an NRRD header (`.nrrd`, `.nhdr`) as teem's format definition has it: versions 1 to 5, raw and gzip encodings,
 * attached or in one file beside it; text, hex and bzip2 are refused. A fourth axis of length 1 that is no direction in
 * space (Slicer's layers, a list) is left out.
 * @throws VolumeError `invalid-output` that names the field.
 */
export function parseNrrdHeader(head: Uint8Array): VolumeHeader {
  const { fields, end } = readFields(head);
  const field = (...names: string[]) => names.map((name) => fields.get(name)).find((value) => value !== undefined);
  const sizes = (field("sizes") ?? "").split(/\s+/).map(Number);
  const axes = Number(field("dimension"));
  if (!Number.isInteger(axes) || axes < 2 || axes > 4)
    throw unreadable("dimension", "2 to 4", field("dimension") ?? "missing");
  if (sizes.length !== axes || !sizes.every((n) => Number.isInteger(n) && n >= 1 && n <= 2147483647))
    throw unreadable("sizes", `${axes} positive sizes`, field("sizes") ?? "missing");

  const directions = field("space directions")?.match(/none|\([^)]*\)/g);
  if (directions && directions.length !== axes)
    throw unreadable("space directions", `${axes} of them`, directions.length);
  const inSpace = sizes.map((_, axis) => axis).filter((axis) => directions?.[axis] !== "none");
  // A fourth axis in space, or without any word on space, is the last one.
  const used = inSpace.slice(0, 3);
  for (const [axis, size] of sizes.entries()) {
    if (!used.includes(axis) && size !== 1)
      throw unreadable(`sizes[${axis}]`, "1 (a volume has three axes and one value a voxel)", size);
  }
  const at = (axis: number) => sizes[used[axis] ?? -1] ?? 1;
  const shape: Triple = [at(0), at(1), at(2)];

  const datatype = datatypeOfNrrd(field("type") ?? "missing");
  const voxelBytes = bytesPerVoxel(datatype);
  const dataBytes = BigInt(shape[0]) * BigInt(shape[1]) * BigInt(shape[2]) * BigInt(voxelBytes);
  if (dataBytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw unreadable("sizes", "a volume of possible size", shape.join("×"));
  const encoding = (field("encoding") ?? "missing").toLowerCase();
  if (!["raw", "gzip", "gz"].includes(encoding)) throw unreadable("encoding", "raw or gzip (save it so)", encoding);
  const endian = field("endian")?.toLowerCase();
  if (voxelBytes > 1 && endian !== "little" && endian !== "big")
    throw unreadable("endian", "little or big", endian ?? "missing");

  const dataFile = field("data file", "datafile");
  const skip = Number(field("byte skip", "byteskip") ?? 0);
  if (!Number.isSafeInteger(skip) || skip < 0 || (skip > 0 && encoding !== "raw"))
    throw unreadable("byte skip", encoding === "raw" ? "0 or more" : "0 for gzip", skip);
  const lines = field("line skip", "lineskip") ?? "0";
  if (lines !== "0") throw unreadable("line skip", "0", lines);
  return {
    format: "nrrd",
    shape,
    ...geometryOf(field, directions ? used.map((axis) => directions[axis] ?? "") : null, used),
    datatype,
    littleEndian: endian !== "big",
    slope: 1,
    intercept: 0,
    dataOffset: dataFile === undefined ? end + skip : skip,
    dataBytes: Number(dataBytes),
    deflated: encoding !== "raw",
    dataFile: dataFile === undefined ? null : requirePlainName(dataFile, "data file", "one file name"),
  };
}

/** The lines `field: value`, and where the voxels begin: after the first empty line, or nowhere in a detached header. */
function readFields(head: Uint8Array): { fields: ReadonlyMap<string, string>; end: number } {
  const text = new TextDecoder("latin1").decode(head.subarray(0, NRRD_HEADER_BYTES));
  const blank = /\r?\n\r?\n/.exec(text);
  const fields = new Map<string, string>();
  for (const line of text.slice(0, blank?.index).split(/\r?\n/)) {
    const [, name, value] = /^([^#:][^:]*): (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name.trim().toLowerCase(), value.trim());
  }
  if (blank === null && !fields.has("data file") && !fields.has("datafile"))
    throw unreadable("header", "one that ends in an empty line", "without an end");
  return { fields, end: blank === null ? 0 : blank.index + blank[0].length };
}

function geometryOf(
  field: (...names: string[]) => string | undefined,
  directions: readonly string[] | null,
  used: readonly number[],
): { spacingMm: Triple; affine: number[] } {
  const space = field("space")?.toLowerCase();
  const signs = TO_RAS[space ?? "lps"];
  if (signs === undefined) throw unreadable("space", Object.keys(TO_RAS).join(", "), space);
  const unit = /"([^"]*)"/.exec(field("space units") ?? "")?.[1]?.trim() ?? "mm";
  const mm = MM_PER_UNIT[unit.toLowerCase()];
  if (mm === undefined) throw unreadable("space units", Object.keys(MM_PER_UNIT).join(", "), unit);

  const origin = vectorOf(field("space origin") ?? "(0,0,0)", "space origin");
  const spacings = (field("spacings") ?? "").split(/\s+/).map(Number);
  const columns = [0, 1, 2].map((axis): readonly number[] => {
    const direction = directions?.[axis];
    if (direction !== undefined) return vectorOf(direction, "space directions");
    const size = spacings[used[axis] ?? -1] ?? 1;
    return [0, 1, 2].map((world) => (world === axis ? (size > 0 ? size : 1) : 0));
  });
  const affine: number[] = [];
  for (const world of [0, 1, 2] as const) {
    for (const column of [...columns, origin]) affine.push(signs[world] * (column[world] ?? 0) * mm + 0);
  }
  affine.push(0, 0, 0, 1);
  return { spacingMm: columnNorms(affine), affine };
}

function vectorOf(text: string, field: string): number[] {
  const numbers = text
    .replace(/^\(|\)$/g, "")
    .split(",")
    .map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) throw unreadable(field, "three numbers", text);
  return numbers;
}
