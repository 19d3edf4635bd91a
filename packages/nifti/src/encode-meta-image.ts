import { deflateSync } from "node:zlib";
import { columnNorms } from "./affine.ts";
import { datatypeOfArray, metaTypeOf } from "./datatypes.ts";
import type { VolumeToEncode } from "./encode-nifti.ts";
import { unreadable } from "./errors.ts";

export interface EncodeMetaImageOptions {
  /** Deflate the voxels, as ITK's `useCompression` does. */
  readonly compress?: boolean;
  /** Name of the separate data file of the `.mhd` form; absent: one `.mha` file. */
  readonly dataFile?: string;
}

/**
 * Encodes a volume as MetaImage, little endian. The affine is RAS like NIfTI's and is written in LPS, one direction per
 * row of `TransformMatrix`, as ITK does.
 * @returns the file, and the data file's bytes apart where `dataFile` is given (else null).
 */
export function encodeMetaImage(
  volume: VolumeToEncode,
  options: EncodeMetaImageOptions = {},
): { readonly file: Uint8Array; readonly data: Uint8Array | null } {
  const { shape, affine, data } = volume;
  if (data.length !== shape[0] * shape[1] * shape[2])
    throw unreadable("data", `${shape.join("×")} voxels`, data.length);
  const spacing = volume.spacingMm ?? columnNorms(affine);
  const lps = (world: number, column: number) => (affine[world * 4 + column] ?? 0) * (world < 2 ? -1 : 1) + 0;
  const directions = ([0, 1, 2] as const).flatMap((axis) =>
    [0, 1, 2].map((world) => lps(world, axis) / spacing[axis] + 0),
  );
  const stored = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const body = options.compress ? new Uint8Array(deflateSync(stored)) : stored;
  const header = [
    "ObjectType = Image",
    "NDims = 3",
    "BinaryData = True",
    "BinaryDataByteOrderMSB = False",
    `CompressedData = ${options.compress ? "True" : "False"}`,
    ...(options.compress ? [`CompressedDataSize = ${body.length}`] : []),
    `TransformMatrix = ${directions.join(" ")}`,
    `Offset = ${[0, 1, 2].map((world) => lps(world, 3)).join(" ")}`,
    "CenterOfRotation = 0 0 0",
    `ElementSpacing = ${spacing.join(" ")}`,
    `DimSize = ${shape.join(" ")}`,
    `ElementType = ${metaTypeOf(datatypeOfArray(data))}`,
    `ElementDataFile = ${options.dataFile ?? "LOCAL"}`,
  ].join("\n");
  const head = new TextEncoder().encode(`${header}\n`);
  if (options.dataFile !== undefined) return { file: head, data: body };
  const file = new Uint8Array(head.length + body.length);
  file.set(head);
  file.set(body, head.length);
  return { file, data: null };
}
