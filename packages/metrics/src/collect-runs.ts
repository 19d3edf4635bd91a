import { keepPlanes } from "./keep-planes.ts";
import type { LabelExtent, LabelOf, LabelRuns, StoredVoxels } from "./label-runs.ts";

/**
 * More runs than this (noise) are not kept: at 18 bytes each they would outgrow the volume. 2 million runs are ten times
 * those of an abdominal CT with 25 structures.
 */
const MAX_RUNS = 2 ** 21;

/** Noise is told early: so many runs that are this short on average, where anatomy has hundreds of voxels for each. */
const DENSE_FROM = 2 ** 17;
const DENSE_VOXELS = 10;

/** Runs that there is room for at first; doubled as needed. */
const FIRST_ROOM = 2 ** 13;

/** Thrown inside the scan when there are too many runs. */
const TOO_MANY_RUNS = Symbol("too many runs");

export interface CollectOptions {
  /** Whether the result lives in shared memory, to be read by several threads. */
  readonly shared?: boolean;
  /** With more runs than this bit planes are kept instead. */
  readonly maxRuns?: number;
}

interface Growing {
  rows: Uint32Array;
  spans: Uint32Array;
  labels: Uint16Array;
  count: number;
  maxRuns: number;
}

/**
 * Collects the runs of every label in one pass over the voxels. The label of a value is asked once per value for bytes
 * and once per run else, so a pass costs as much as reading the memory: background of any extent is skipped in one loop.
 * @param data stored voxels, x fastest.
 * @param shape voxels along x, y, z; x at most 65535.
 */
export function collectRuns(
  data: StoredVoxels,
  shape: readonly [number, number, number],
  labelOf: LabelOf,
  { shared = false, maxRuns = MAX_RUNS }: CollectOptions = {},
): LabelRuns {
  const [nx, ny, nz] = shape;
  if (nx > 65535) throw new RangeError(`rows of ${nx} voxels are longer than 65535`);
  if (data.length !== nx * ny * nz) throw new RangeError(`${data.length} voxels do not fill ${shape.join("×")}`);
  const found: Growing = {
    rows: new Uint32Array(FIRST_ROOM),
    spans: new Uint32Array(FIRST_ROOM),
    labels: new Uint16Array(FIRST_ROOM),
    count: 0,
    maxRuns,
  };
  try {
    if (data instanceof Uint8Array || data instanceof Int8Array) scanBytes(data, nx, labelOf, found);
    else scanAny(data, nx, labelOf, found);
  } catch (error) {
    if (error !== TOO_MANY_RUNS) throw error;
    return keepPlanes(data, shape, labelOf, shared);
  }
  return groupByLabel(found, shape, shared);
}

/** Equal bytes are skipped sixteen at a time, as four 32-bit words against the repeated byte. */
function scanBytes(data: Uint8Array | Int8Array, nx: number, labelOf: LabelOf, found: Growing): void {
  const length = data.length;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, length);
  const lead = (4 - (data.byteOffset & 3)) & 3;
  const wordCount = Math.max(0, (length - lead) >> 2);
  const words = wordCount === 0 ? new Int32Array(0) : new Int32Array(data.buffer, data.byteOffset + lead, wordCount);
  const table = new Int32Array(256).fill(-1);
  let start = 0;
  while (start < length) {
    const value = bytes[start] ?? 0;
    let end = start + 1;
    while (end < length && ((end - lead) & 3) !== 0 && bytes[end] === value) end++;
    if (((end - lead) & 3) === 0 && end >= lead) {
      const repeated = Math.imul(value, 0x01010101);
      let k = (end - lead) >> 2;
      const last = wordCount - 4;
      while (
        k <= last &&
        (((words[k] ?? 0) ^ repeated) |
          ((words[k + 1] ?? 0) ^ repeated) |
          ((words[k + 2] ?? 0) ^ repeated) |
          ((words[k + 3] ?? 0) ^ repeated)) ===
          0
      ) {
        k += 4;
      }
      while (k < wordCount && words[k] === repeated) k++;
      end = lead + (k << 2);
      while (end < length && bytes[end] === value) end++;
    }
    let label = table[value] ?? 0;
    if (label < 0) {
      label = labelOf(data instanceof Uint8Array ? value : (value << 24) >> 24);
      table[value] = label;
    }
    if (label !== 0) emit(found, start, end, label, nx);
    start = end;
  }
}

function scanAny(data: Exclude<StoredVoxels, Uint8Array | Int8Array>, nx: number, labelOf: LabelOf, found: Growing) {
  const length = data.length;
  let previous: number | bigint | undefined;
  let label = 0;
  let start = 0;
  while (start < length) {
    const value = data[start] ?? 0;
    let end = start + 1;
    while (end < length && data[end] === value) end++;
    if (value !== previous) {
      label = labelOf(value);
      previous = value;
    }
    if (label !== 0) emit(found, start, end, label, nx);
    start = end;
  }
}

/** Cuts a stretch of equal voxels at the ends of rows. */
function emit(found: Growing, start: number, end: number, label: number, nx: number): void {
  let row = Math.floor(start / nx);
  let rowStart = row * nx;
  for (let from = start; from < end; ) {
    const to = Math.min(end, rowStart + nx);
    if (found.count >= found.maxRuns) throw TOO_MANY_RUNS;
    if (found.count === found.rows.length) {
      if (found.count >= DENSE_FROM && found.maxRuns < Infinity && from < found.count * DENSE_VOXELS)
        throw TOO_MANY_RUNS;
      grow(found);
    }
    const i = found.count++;
    found.rows[i] = row;
    found.spans[i] = (from - rowStart) | ((to - 1 - rowStart) << 16);
    found.labels[i] = label;
    from = to;
    row++;
    rowStart += nx;
  }
}

function grow(found: Growing): void {
  const enlarge = <T extends Uint32Array | Uint16Array>(old: T, fresh: T): T => {
    fresh.set(old);
    return fresh;
  };
  const length = found.rows.length * 2;
  found.rows = enlarge(found.rows, new Uint32Array(length));
  found.spans = enlarge(found.spans, new Uint32Array(length));
  found.labels = enlarge(found.labels, new Uint16Array(length));
}

/** A counting sort by label, which keeps the order of rows; counts voxels and bounds each label on the way. */
function groupByLabel(found: Growing, shape: readonly [number, number, number], shared: boolean): LabelRuns {
  const { rows, spans, labels, count } = found;
  const ny = shape[1];
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, labels[i] ?? 0);
  const next = new Uint32Array(largest + 2);
  for (let i = 0; i < count; i++) {
    const slot = (labels[i] ?? 0) + 1;
    next[slot] = (next[slot] ?? 0) + 1;
  }
  for (let label = 1; label < next.length; label++) next[label] = (next[label] ?? 0) + (next[label - 1] ?? 0);
  const first = next.slice();
  const allocate = () =>
    shared ? new Uint32Array(new SharedArrayBuffer(count * 4)) : new Uint32Array(new ArrayBuffer(count * 4));
  const sortedRows: Uint32Array = allocate();
  const sortedSpans: Uint32Array = allocate();
  for (let i = 0; i < count; i++) {
    const label = labels[i] ?? 0;
    const to = next[label] ?? 0;
    next[label] = to + 1;
    sortedRows[to] = rows[i] ?? 0;
    sortedSpans[to] = spans[i] ?? 0;
  }
  const extents: LabelExtent[] = [];
  for (let label = 1; label <= largest; label++) {
    const firstRun = first[label] ?? 0;
    const endRun = first[label + 1] ?? 0;
    if (firstRun === endRun) continue;
    let voxels = 0;
    let [x0, x1, y0, y1] = [65535, 0, Number.POSITIVE_INFINITY, 0];
    for (let i = firstRun; i < endRun; i++) {
      const span = sortedSpans[i] ?? 0;
      const from = span & 65535;
      const to = span >>> 16;
      const y = (sortedRows[i] ?? 0) % ny;
      voxels += to - from + 1;
      if (from < x0) x0 = from;
      if (to > x1) x1 = to;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    const z0 = Math.floor((sortedRows[firstRun] ?? 0) / ny);
    const z1 = Math.floor((sortedRows[endRun - 1] ?? 0) / ny);
    extents.push({ label, voxels, firstRun, endRun, box: { x0, x1, y0, y1, z0, z1 } });
  }
  return { shape, planes: null, rows: sortedRows, spans: sortedSpans, extents };
}
