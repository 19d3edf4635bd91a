import type { VoxelArray } from "./datatypes.ts";
import { type DecodeOptions, decodeVolume } from "./decode-volume.ts";
import { type LabelRule, readLabel } from "./read-label.ts";
import type { VolumeHeader } from "./volume.ts";

export interface LabelMapOptions extends DecodeOptions {
  /** Labels that are known beside 0; absent: every whole number from 0 to 65535. */
  readonly allowedLabels?: Iterable<number>;
  /** What a whole number that is not known means; default `refuse`. */
  readonly otherLabels?: "refuse" | "background";
}

export interface LabelMap extends VolumeHeader {
  /** One label per voxel in file order, x fastest; 8 bits where no known label is above 255. */
  readonly labels: Uint8Array | Uint16Array;
}

/**
 * Decodes a volume whose values are labels, from any integer or float type. A uint8 file whose values are all known
 * is given back as a view of the expanded file.
 * @throws VolumeError as `decodeVolume`, and `invalid-labels` for NaN, infinity, fractions and unknown labels.
 */
export function decodeLabelMap(bytes: Uint8Array, options: LabelMapOptions = {}): LabelMap {
  const { data, ...header } = decodeVolume(bytes, options);
  const allowed = options.allowedLabels === undefined ? undefined : new Set(options.allowedLabels);
  const rule: LabelRule = {
    slope: header.slope,
    intercept: header.intercept,
    otherLabels: options.otherLabels ?? "refuse",
    ...(allowed === undefined ? {} : { allowed }),
  };
  return { ...header, slope: 1, intercept: 0, labels: toLabels(data, rule) };
}

function toLabels(data: VoxelArray, rule: LabelRule): Uint8Array | Uint16Array {
  const large =
    rule.allowed === undefined ? data.BYTES_PER_ELEMENT > 1 : [...rule.allowed].some((label) => label > 255);
  if (data instanceof Uint8Array) return mapBytes(data, rule);
  const labels = large ? new Uint16Array(data.length) : new Uint8Array(data.length);
  // Label maps are long runs of one value, so the rule is asked once a run. NaN equals nothing, so it is always asked.
  let start = 0;
  while (start < data.length) {
    const value = data[start] ?? 0;
    let end = start + 1;
    while (end < data.length && data[end] === value) end++;
    const label = readLabel(value, rule);
    if (label !== 0) labels.fill(label, start, end);
    start = end;
  }
  return labels;
}

/** uint8: one rule per byte value, and no copy where every value that occurs is its own label. */
function mapBytes(data: Uint8Array, rule: LabelRule): Uint8Array | Uint16Array {
  const seen = new Uint8Array(256);
  for (let i = 0; i < data.length; i++) seen[data[i] ?? 0] = 1;
  const table = new Uint16Array(256);
  let same = true;
  for (let value = 0; value < 256; value++) {
    if (seen[value] === 0) continue;
    table[value] = readLabel(value, rule);
    if (table[value] !== value) same = false;
  }
  if (same) return data;
  const labels = table.some((label) => label > 255) ? new Uint16Array(data.length) : new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) labels[i] = table[data[i] ?? 0] ?? 0;
  return labels;
}
