import { requirePlainName } from "./data-file.ts";
import { bytesPerVoxel, datatypeOfMeta } from "./datatypes.ts";
import { unreadable } from "./errors.ts";
import type { Triple, VolumeHeader } from "./volume.ts";

/** A MetaImage header is a few hundred bytes; one that does not end within these is refused. */
export const META_HEADER_BYTES = 64 * 1024;

/** Whether the bytes begin like a MetaImage header: a text line `Key = value` with one of its first keys. */
export function looksLikeMetaImage(head: Uint8Array): boolean {
  return /^(ObjectType|NDims|Comment|ID)\s*=/.test(new TextDecoder("latin1").decode(head.subarray(0, 64)));
}

/**
 * Parses a MetaImage header (`.mha`, `.mhd`). MetaImage is in LPS; the affine given is in RAS like NIfTI's.
 * Each row of `TransformMatrix` is the direction of one image axis, as ITK writes it.
 * @throws VolumeError `invalid-output` that names the field.
 */
export function parseMetaHeader(head: Uint8Array): VolumeHeader {
  const text = new TextDecoder("latin1").decode(head.subarray(0, META_HEADER_BYTES));
  const end = /^ElementDataFile\s*=\s*(.*?)\s*?\r?\n/m.exec(text);
  if (end === null) throw unreadable("ElementDataFile", "the last line of the header", "missing");
  const fields = new Map<string, string>();
  for (const line of text.slice(0, end.index).split(/\r?\n/)) {
    const separator = line.indexOf("=");
    if (separator > 0) fields.set(line.slice(0, separator).trim(), line.slice(separator + 1).trim());
  }
  const yes = (key: string) => fields.get(key)?.toLowerCase() === "true";
  const numbers = (key: string): number[] | undefined => fields.get(key)?.split(/\s+/).map(Number);

  const axes = Number(fields.get("NDims"));
  if (!Number.isInteger(axes) || axes < 2 || axes > 4)
    throw unreadable("NDims", "2 to 4", fields.get("NDims") ?? "missing");
  const sizes = numbers("DimSize") ?? [];
  if (sizes.length !== axes || !sizes.every((n) => Number.isInteger(n) && n >= 1 && n <= 2147483647)) {
    throw unreadable("DimSize", `${axes} positive sizes`, fields.get("DimSize") ?? "missing");
  }
  if (axes === 4 && sizes[3] !== 1) throw unreadable("DimSize[3]", "1 (a volume has three axes)", sizes[3]);
  const channels = Number(fields.get("ElementNumberOfChannels") ?? 1);
  if (channels !== 1) throw unreadable("ElementNumberOfChannels", "1", channels);
  if (fields.has("BinaryData") && !yes("BinaryData")) throw unreadable("BinaryData", "True", "False");
  const datatype = datatypeOfMeta(fields.get("ElementType") ?? "missing");
  const shape: Triple = [sizes[0] ?? 1, sizes[1] ?? 1, sizes[2] ?? 1];
  const dataBytes = BigInt(shape[0]) * BigInt(shape[1]) * BigInt(shape[2]) * BigInt(bytesPerVoxel(datatype));
  if (dataBytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw unreadable("DimSize", "a volume of possible size", shape.join("×"));

  const spacing = numbers("ElementSpacing") ?? numbers("ElementSize") ?? [];
  const origin = numbers("Offset") ?? numbers("Position") ?? numbers("Origin") ?? [];
  const matrix = numbers("TransformMatrix") ?? numbers("Rotation") ?? numbers("Orientation");
  if (matrix !== undefined && matrix.length !== axes * axes) {
    throw unreadable("TransformMatrix", `${axes * axes} numbers`, `${matrix.length} numbers`);
  }
  const spacingMm = [0, 1, 2].map((axis) => Math.abs(spacing[axis] ?? 1)) as [number, number, number];
  const direction = (axis: number, world: number) =>
    matrix !== undefined && axis < axes && world < axes ? (matrix[axis * axes + world] ?? 0) : axis === world ? 1 : 0;
  const affine: number[] = [];
  for (const world of [0, 1, 2]) {
    const sign = world < 2 ? -1 : 1;
    for (const axis of [0, 1, 2] as const) affine.push(sign * direction(axis, world) * spacingMm[axis] + 0);
    affine.push(sign * (origin[world] ?? 0) + 0);
  }
  affine.push(0, 0, 0, 1);

  const file = end[1] ?? "";
  const detached = file.toUpperCase() !== "LOCAL";
  if (detached) requirePlainName(file, "ElementDataFile", "LOCAL or one file name");
  const skip = Number(fields.get("HeaderSize") ?? 0);
  if (!Number.isSafeInteger(skip) || skip < 0)
    throw unreadable("HeaderSize", "0 or more bytes", fields.get("HeaderSize"));
  return {
    format: "metaimage",
    shape,
    spacingMm,
    affine,
    datatype,
    littleEndian: !(yes("BinaryDataByteOrderMSB") || yes("ElementByteOrderMSB")),
    slope: 1,
    intercept: 0,
    dataOffset: detached ? skip : end.index + end[0].length,
    dataBytes: Number(dataBytes),
    deflated: yes("CompressedData"),
    dataFile: detached ? file : null,
  };
}
