import { promisify } from "node:util";
import { constants, gunzip, gunzipSync, inflate, inflateSync } from "node:zlib";
import { unreadable, VolumeError } from "./errors.ts";

/** Bytes beyond the voxels that a file may hold (padding of some writers) before it counts as too large. */
const SLACK_BYTES = 64 * 1024;
/** zlib counts its output space in 32 bits. */
const MAX_CHUNK_BYTES = 1024 ** 3;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The first bytes of a gzip file, expanded, at least `wanted` of them where the file has so many. */
export function expandStart(bytes: Uint8Array, wanted: number): Uint8Array {
  // 2 KiB of input nearly always do; a gzip header with a long name or extra field needs more.
  for (const inputBytes of [2048, 128 * 1024, bytes.length]) {
    const input = bytes.subarray(0, inputBytes);
    let output: Uint8Array;
    try {
      // At most 1:1032, so 128 KiB of input cannot make more than 132 MiB; the last resort is capped at that, too.
      output = gunzipSync(input, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 144 * 1024 * 1024 });
      // Too little for a header although all was read: expanded once more without leniency, to say whether it is cut short.
      if (output.length < wanted && input.length === bytes.length) gunzipSync(input);
    } catch (error) {
      throw gzipError(error, "gzip data");
    }
    if (output.length >= wanted || input.length === bytes.length) return output.subarray(0, wanted);
  }
  throw unreadable("file", "gzip data", "no data");
}

/**
 * Expands a gzip file (or a zlib stream) that must hold `expectedBytes`. The output is one buffer of the length that the
 * checked header asks for: 49 ms instead of 75 for 65 MB against zlib's default chunks. Never more than that is written.
 * @throws VolumeError `output-too-large` when more comes out, `invalid-output` when the data is cut short or damaged.
 */
export function expandAll(bytes: Uint8Array, expectedBytes: number, format: "gzip" | "zlib"): Uint8Array {
  const expand = format === "gzip" ? gunzipSync : inflateSync;
  try {
    return expand(bytes, sizesOf(expectedBytes));
  } catch (error) {
    throw expandError(error, expectedBytes, format);
  }
}

/** As `expandAll`, in one of Node's own threads, so that two files are expanded at the same time. */
export async function expandAllAsync(
  bytes: Uint8Array,
  expectedBytes: number,
  format: "gzip" | "zlib",
): Promise<Uint8Array> {
  const expand = format === "gzip" ? promisify(gunzip) : promisify(inflate);
  try {
    return await expand(bytes, sizesOf(expectedBytes));
  } catch (error) {
    throw expandError(error, expectedBytes, format);
  }
}

function sizesOf(expectedBytes: number) {
  return {
    chunkSize: Math.max(64, Math.min(expectedBytes + 1024, MAX_CHUNK_BYTES)),
    maxOutputLength: expectedBytes + SLACK_BYTES,
  };
}

function expandError(error: unknown, expectedBytes: number, format: "gzip" | "zlib"): VolumeError {
  if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
    const expected = `${expectedBytes} bytes, as its header says`;
    return new VolumeError("output-too-large", "expanded file", expected, "larger", { cause: error });
  }
  return gzipError(error, `${format} data`);
}

function gzipError(error: unknown, expected: string): VolumeError {
  const message = error instanceof Error ? error.message : String(error);
  const cut = message.includes("unexpected end of file");
  return unreadable("file", `complete ${expected}`, cut ? "cut short" : `damaged (${message})`, error);
}
