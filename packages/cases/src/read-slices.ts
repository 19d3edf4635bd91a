import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import {
  bytesPerVoxel,
  readVolumeHeader,
  VOLUME_HEAD_BYTES,
  VolumeError,
  type VolumeHeader,
  type VoxelArray,
  viewVoxels,
} from "@bodymark/nifti";
import { CaseProblem } from "./case-problem.ts";

/** A volume of 2 GiB expanded is 512×512×1000 voxels of float64. */
export const MAX_EXPANDED_BYTES = 2 * 1024 ** 3;
/** Bytes that may follow the voxels: some writers pad. */
const PADDING_BYTES = 64 * 1024;

export interface SliceReader {
  /** Called once, before any slice. */
  header?: (header: VolumeHeader) => void;
  /** Stored values of slice `z`, x fastest; the array is used again for the next one. */
  slice: (voxels: VoxelArray, z: number, header: VolumeHeader) => void;
}

/**
 * Reads a gzipped NIfTI volume slice by slice: memory holds one slice, and the expanding is done off the main thread.
 * @throws CaseProblem in a sentence: not gzip, no NIfTI, cut short, too large
 */
export async function readSlices(
  compressed: Readable,
  reader: SliceReader,
  signal?: AbortSignal,
): Promise<VolumeHeader> {
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 });
  const source = compressed.on("error", (error) => gunzip.destroy(error)).pipe(gunzip);
  const abort = () => gunzip.destroy(new Error("aborted"));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await collect(source, reader);
  } catch (error) {
    if (error instanceof VolumeError) throw new CaseProblem(`${error.message}.`, { cause: error });
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    if (code === "Z_BUF_ERROR")
      throw new CaseProblem("the file is cut short: copy or compress it again.", { cause: error });
    if (code.startsWith("Z_"))
      throw new CaseProblem("the file is not gzip-compressed NIfTI (.nii.gz), or is damaged.", { cause: error });
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    compressed.destroy();
    gunzip.destroy();
  }
}

async function collect(source: Readable, reader: SliceReader): Promise<VolumeHeader> {
  let head: Buffer = Buffer.alloc(0);
  let slices: Slices | undefined;
  let expanded = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    expanded += chunk.length;
    if (slices) {
      slices.take(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < VOLUME_HEAD_BYTES) continue;
    slices = new Slices(head, reader);
  }
  if (!slices && head.length === 0) throw new CaseProblem("the file is empty.");
  slices ??= new Slices(head, reader);
  slices.finish(expanded);
  return slices.header;
}

class Slices {
  readonly header: VolumeHeader;
  readonly #reader: SliceReader;
  readonly #slice: Buffer;
  #skip: number;
  #filled = 0;
  #z = 0;

  constructor(head: Buffer, reader: SliceReader) {
    this.header = readVolumeHeader(head);
    const { format, dataOffset, dataBytes, shape, datatype } = this.header;
    if (format === "metaimage") throw new CaseProblem("the file is MetaImage: convert it to NIfTI (.nii.gz).");
    if (dataOffset + dataBytes > MAX_EXPANDED_BYTES)
      throw new CaseProblem(`the volume has ${dataBytes} bytes expanded; at most ${MAX_EXPANDED_BYTES} are taken.`);
    reader.header?.(this.header);
    this.#reader = reader;
    // A buffer of its own: viewed as numbers it must begin at an aligned byte.
    this.#slice = Buffer.from(new ArrayBuffer(shape[0] * shape[1] * bytesPerVoxel(datatype)));
    this.#skip = dataOffset;
    this.take(head);
  }

  take(chunk: Buffer): void {
    let rest = chunk;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
    }
    while (rest.length > 0 && this.#z < this.header.shape[2]) {
      const copied = rest.copy(this.#slice, this.#filled);
      this.#filled += copied;
      rest = rest.subarray(copied);
      if (this.#filled === this.#slice.length) this.#give();
    }
  }

  #give(): void {
    const { datatype, littleEndian, shape } = this.header;
    const size = bytesPerVoxel(datatype);
    if (!littleEndian && size === 2) this.#slice.swap16();
    else if (!littleEndian && size === 4) this.#slice.swap32();
    else if (!littleEndian && size === 8) this.#slice.swap64();
    const voxels = viewVoxels(datatype, this.#slice.buffer, 0, shape[0] * shape[1]);
    this.#reader.slice(voxels, this.#z, this.header);
    this.#filled = 0;
    this.#z += 1;
  }

  finish(expanded: number): void {
    const { dataOffset, dataBytes, shape } = this.header;
    const expected = dataOffset + dataBytes;
    if (this.#z < shape[2])
      throw new CaseProblem(`the file ends after ${this.#z} of ${shape[2]} slices: copy or write it again.`);
    if (expanded > expected + PADDING_BYTES)
      throw new CaseProblem(`the file has ${expanded} bytes expanded, its header says ${expected}.`);
  }
}
