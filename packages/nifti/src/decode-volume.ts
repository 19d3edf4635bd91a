import { dataFileField } from "./data-file.ts";
import { bytesPerVoxel, viewVoxels } from "./datatypes.ts";
import { unreadable, VolumeError } from "./errors.ts";
import { expandAll, expandAllAsync, isGzip } from "./expand.ts";
import { readVolumeHeader } from "./read-volume-header.ts";
import type { Volume, VolumeHeader } from "./volume.ts";

/** 2 GiB less a byte, as much as Node reads at once: 512×512×1000 voxels of float64 with room. */
export const DEFAULT_MAX_EXPANDED_BYTES = 2 * 1024 ** 3 - 1;

export interface DecodeOptions {
  /** Most bytes that the file may expand to; checked against the header before anything is allocated. */
  readonly maxExpandedBytes?: number;
  /** MetaImage or NRRD with a separate data file (`header.dataFile`): that file's bytes. */
  readonly detachedData?: Uint8Array;
  /** Called with the header before any voxel is read or allocated; throws to refuse the file. */
  readonly checkHeader?: (header: VolumeHeader) => void;
}

/**
 * Decodes a volume: NIfTI-1 or NIfTI-2, plain or gzip, either byte order, any integer or float type; MetaImage; NRRD.
 * The voxels are a view of the expanded file where that is possible (same byte order, aligned), never a second copy.
 * @param bytes the whole file.
 * @returns header and stored voxels in file order, x fastest, in the machine's byte order.
 * @throws VolumeError `invalid-output` (not such a file, cut short, RGB or complex) or `output-too-large`.
 */
export function decodeVolume(bytes: Uint8Array, options: DecodeOptions = {}): Volume {
  const stored = findVoxels(bytes, options);
  const { compression, expandedBytes } = stored;
  const expanded = compression === null ? stored.bytes : expandAll(stored.bytes, expandedBytes, compression);
  return viewVolume(stored, expanded);
}

/** As `decodeVolume`; a compressed file is expanded beside the calling thread. */
export async function decodeVolumeAsync(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Volume> {
  const stored = findVoxels(bytes, options);
  const { compression, expandedBytes } = stored;
  const expanded = compression === null ? stored.bytes : await expandAllAsync(stored.bytes, expandedBytes, compression);
  return viewVolume(stored, expanded);
}

/** Where a file's voxels are, before they are expanded. */
interface StoredVolume {
  readonly header: VolumeHeader;
  readonly bytes: Uint8Array;
  readonly compression: "gzip" | "zlib" | null;
  /** Bytes that must come out, and the first of them that is a voxel. */
  readonly expandedBytes: number;
  readonly offset: number;
}

function findVoxels(bytes: Uint8Array, options: DecodeOptions): StoredVolume {
  const header = readVolumeHeader(bytes);
  const cap = options.maxExpandedBytes ?? DEFAULT_MAX_EXPANDED_BYTES;
  const { dataOffset, dataBytes } = header;
  const expandedBytes = dataOffset + dataBytes;
  if (expandedBytes > cap) {
    throw new VolumeError("output-too-large", "expanded file", `at most ${cap} bytes`, `${expandedBytes} bytes`);
  }
  options.checkHeader?.(header);
  if (header.dataFile !== null && options.detachedData === undefined) {
    throw unreadable(dataFileField(header.format), "its bytes given too", header.dataFile);
  }
  const source = header.dataFile === null ? bytes : (options.detachedData ?? bytes);
  if (header.format !== "metaimage" && header.format !== "nrrd") {
    return { header, bytes: source, compression: isGzip(source) ? "gzip" : null, expandedBytes, offset: dataOffset };
  }
  if (!header.deflated) return { header, bytes: source, compression: null, expandedBytes, offset: dataOffset };
  const compression = header.format === "nrrd" ? "gzip" : "zlib";
  return { header, bytes: source.subarray(dataOffset), compression, expandedBytes: dataBytes, offset: 0 };
}

function viewVolume({ header, bytes, offset }: StoredVolume, expanded: Uint8Array): Volume {
  const available = expanded.length - offset;
  if (available < header.dataBytes) {
    throw unreadable("file", `${header.dataBytes} bytes of voxels for ${header.shape.join("×")}`, `${available} bytes`);
  }
  return { ...header, data: alignedVoxels(expanded, offset, header, expanded !== bytes) };
}

const MACHINE_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function alignedVoxels(bytes: Uint8Array, offset: number, header: VolumeHeader, owned: boolean) {
  const size = bytesPerVoxel(header.datatype);
  const swap = size > 1 && header.littleEndian !== MACHINE_IS_LITTLE_ENDIAN;
  let voxels = bytes.subarray(offset, offset + header.dataBytes);
  if (voxels.byteOffset % size !== 0 || (swap && !owned)) voxels = voxels.slice();
  if (voxels.byteOffset % size !== 0) voxels = new Uint8Array(voxels);
  if (swap) {
    const buffer = Buffer.from(voxels.buffer, voxels.byteOffset, voxels.byteLength);
    if (size === 2) buffer.swap16();
    else if (size === 4) buffer.swap32();
    else buffer.swap64();
  }
  return viewVoxels(header.datatype, voxels.buffer, voxels.byteOffset, header.dataBytes / size);
}
