import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { collectRuns, type LabelRuns } from "@bodymark/metrics";
import {
  compareGeometry,
  DEFAULT_MAX_EXPANDED_BYTES,
  dataFileField,
  decodeVolumeAsync,
  type LabelRule,
  readLabel,
  readVolumeHeader,
  VOLUME_HEAD_BYTES,
  VolumeError,
  type VolumeHeader,
} from "@bodymark/nifti";
import { mergeRuns } from "./merge-runs.ts";
import { caseNameOf } from "./volume-names.ts";

/** A label map on disk, as runs. */
export interface LabelRunsFile {
  readonly header: VolumeHeader;
  readonly runs: LabelRuns;
  /** Whether whole numbers without a meaning were read as background. */
  readonly unmapped: boolean;
}

export interface ReadOptions {
  readonly labels: ReadonlyMap<string, number>;
  readonly otherLabels: "refuse" | "background";
  readonly maxExpandedBytes?: number;
  readonly valueToLabel?: Readonly<Record<number, number>>;
  readonly maskAliases?: Readonly<Record<string, string>>;
  /** Called with each file's header before its voxels are read. */
  readonly checkHeader?: (header: VolumeHeader) => void;
  /** Whether the runs are to be read by other threads. */
  readonly shared?: boolean;
}

/**
 * Reads a label map file, or a folder of masks `segmentations/<structure>.nii.gz` (or the masks themselves), one for
 * each structure. A mask holds 0 and 1 (or 255, as image tools write it); masks may overlap; a structure without a mask is empty.
 * @throws VolumeError with the failure code; the message names the file without its folders.
 */
export async function readLabelRuns(path: string, options: ReadOptions): Promise<LabelRunsFile> {
  const entry = await stat(path);
  if (entry.isDirectory()) return readMasks(path, options);
  const allowed = new Set(options.labels.values());
  const rule = { allowed, otherLabels: options.otherLabels };
  return readFileRuns(path, options, (stored, scale) => {
    if (options.valueToLabel === undefined) return readLabel(stored, { ...rule, ...scale });
    const value = readLabel(stored, { ...scale, otherLabels: "background" });
    return options.valueToLabel[value] ?? 0;
  });
}

async function readFileRuns(
  path: string,
  options: ReadOptions,
  labelOf: (stored: number | bigint, scale: Pick<LabelRule, "slope" | "intercept">) => number,
  maxRuns?: number,
): Promise<LabelRunsFile> {
  try {
    return await collectFileRuns(path, options, labelOf, maxRuns);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const { code, field, expected, actual } = error;
    const file = basename(path);
    throw new VolumeError(code, field === "file" ? file : `${field} of ${file}`, expected, actual, { cause: error });
  }
}

async function collectFileRuns(
  path: string,
  options: ReadOptions,
  labelOf: (stored: number | bigint, scale: Pick<LabelRule, "slope" | "intercept">) => number,
  maxRuns: number | undefined,
): Promise<LabelRunsFile> {
  const bytes = await readWhole(path, options);
  const detachedData = await readDetached(path, bytes, options);
  const volume = await decodeVolumeAsync(bytes, {
    ...(options.maxExpandedBytes === undefined ? {} : { maxExpandedBytes: options.maxExpandedBytes }),
    ...(options.checkHeader === undefined ? {} : { checkHeader: options.checkHeader }),
    ...(detachedData === undefined ? {} : { detachedData }),
  });
  // The file is not needed any more; of noise it is nearly as large as the volume.
  if (detachedData === undefined && volume.data.buffer !== bytes.buffer) release(bytes.buffer);
  if (volume.shape[0] > 65535)
    throw new VolumeError("invalid-output", "shape", "at most 65535 voxels a row", volume.shape.join("×"));
  let unmapped = false;
  const runs = collectRuns(
    volume.data,
    volume.shape,
    (stored) => {
      const label = labelOf(stored, volume);
      if (label === 0 && Number(stored) * volume.slope + volume.intercept !== 0) unmapped = true;
      return label;
    },
    { shared: options.shared ?? false, ...(maxRuns === undefined ? {} : { maxRuns }) },
  );
  const { data, ...header } = volume;
  release(data.buffer);
  return { header, runs, unmapped };
}

/**
 * Gives a volume's memory back at once instead of at some later garbage collection: with 65 MB a volume that decides the
 * peak. Small buffers may lie in Node's shared pool and are left alone.
 */
function release(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 1024 * 1024) buffer.transfer(0);
}

/** Reads a file that is no larger than what it may expand to, and no pipe or device: those may never end. */
async function readWhole(
  path: string,
  { maxExpandedBytes = DEFAULT_MAX_EXPANDED_BYTES }: ReadOptions,
): Promise<Buffer> {
  const entry = await stat(path);
  if (!entry.isFile()) throw new VolumeError("invalid-output", "file", "a file", "a pipe, a device or a folder");
  if (entry.size > maxExpandedBytes) {
    throw new VolumeError("output-too-large", "size", `at most ${maxExpandedBytes} bytes`, `${entry.size} bytes`);
  }
  return readFile(path);
}

/** The header of a label map file from its first bytes, or null where there is none to be had: reading it whole says why. */
export async function peekHeader(path: string): Promise<VolumeHeader | null> {
  let file: FileHandle | undefined;
  try {
    if (!(await stat(path)).isFile()) return null;
    file = await open(path);
    const head = Buffer.alloc(Math.min(VOLUME_HEAD_BYTES, (await file.stat()).size));
    await file.read(head);
    return readVolumeHeader(head);
  } catch {
    return null;
  } finally {
    await file?.close();
  }
}

/** A MetaImage or NRRD header may name a data file; it must lie beside it. */
async function readDetached(path: string, bytes: Uint8Array, options: ReadOptions): Promise<Uint8Array | undefined> {
  const { dataFile, format } = readVolumeHeader(bytes.subarray(0, VOLUME_HEAD_BYTES));
  if (dataFile === null) return undefined;
  try {
    return await readWhole(join(dirname(path), basename(dataFile)), options);
  } catch (cause) {
    if (cause instanceof VolumeError) throw cause;
    throw new VolumeError("invalid-output", dataFileField(format), "a file beside the header", dataFile, { cause });
  }
}

async function readMasks(folder: string, options: ReadOptions): Promise<LabelRunsFile> {
  const inner = join(folder, "segmentations");
  const place = (await isFolder(inner)) ? inner : folder;
  let header: VolumeHeader | undefined;
  const parts: LabelRuns[] = [];
  let unmapped = false;
  for (const file of (await readdir(place)).sort()) {
    const name = caseNameOf(file);
    if (name === null) continue;
    const label = options.labels.get(options.maskAliases?.[name] ?? name);
    if (label === undefined) {
      unmapped = true;
      continue;
    }
    const allowed = new Set([1, 255]);
    // Masks are merged as runs, however many there are.
    const mask = await readFileRuns(
      join(place, file),
      options,
      (stored, scale) => (readLabel(stored, { ...scale, allowed, otherLabels: "refuse" }) === 0 ? 0 : label),
      Number.POSITIVE_INFINITY,
    );
    const difference = header === undefined ? null : compareGeometry(header, mask.header, { affine: true });
    if (difference !== null) {
      throw new VolumeError(
        "geometry-mismatch",
        `${difference.field} of ${file}`,
        difference.expected,
        difference.actual,
      );
    }
    header ??= mask.header;
    parts.push(mask.runs);
  }
  if (header === undefined)
    throw new VolumeError("invalid-output", "folder", "masks named like structures", "without any");
  return { header, runs: mergeRuns(parts, options.shared ?? false), unmapped };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
