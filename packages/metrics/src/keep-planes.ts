import type { LabelExtent, LabelOf, LabelPlanes, LabelRuns, StoredVoxels } from "./label-runs.ts";

const LABELS = 65536;

/**
 * Keeps a volume that has too many runs as bit planes, with each label's extent. Labels are numbered in order of appearance,
 * so 25 of them take five bits a voxel, and 32 voxels of one label are found by five operations.
 */
export function keepPlanes(
  data: StoredVoxels,
  shape: readonly [number, number, number],
  labelOf: LabelOf,
  shared: boolean,
): LabelRuns {
  const [nx, ny, nz] = shape;
  const ranks = rankValues(data, labelOf);
  const count = Math.max(1, 32 - Math.clz32(ranks.labels.length - 1));
  const width = (nx + 31) >> 5;
  const bytes = width * ny * nz * count * 4;
  const words = new Int32Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const extents = new Extents(ranks.labels.length);
  // A row in whole words, with background behind its end.
  const row = new Uint16Array(width * 32);
  for (let at = 0, y = 0, z = 0; z < nz; at++) {
    ranks.ofRow(at * nx, nx, row);
    extents.addRow(row, nx, y, z);
    packRow(row, words, at * width * count, count);
    if (++y === ny) {
      y = 0;
      z++;
    }
  }
  const planes: LabelPlanes = { words, count, width, labels: Uint16Array.from(ranks.labels) };
  const found = ranks.labels.flatMap((label, rank) => (rank === 0 ? [] : extents.of(label, rank)));
  return {
    shape,
    planes,
    rows: new Uint32Array(0),
    spans: new Uint32Array(0),
    extents: found.sort((a, b) => a.label - b.label),
  };
}

/** Numbers the labels that occur; rank 0 is background. */
function rankValues(data: StoredVoxels, labelOf: LabelOf) {
  const labels = [0];
  const rankOfLabel = new Map([[0, 0]]);
  const rank = (value: number | bigint): number => {
    const label = labelOf(value);
    let found = rankOfLabel.get(label);
    if (found === undefined) {
      found = labels.push(label) - 1;
      rankOfLabel.set(label, found);
    }
    return found;
  };
  const rankOfValue = data instanceof Uint8Array ? rankBytes(data, rank) : rankAny(data, rank);
  return { labels, ofRow: rankOfValue };
}

type RanksOfRow = (start: number, length: number, out: Uint16Array) => void;

function rankBytes(data: Uint8Array, rank: (value: number) => number): RanksOfRow {
  const seen = new Uint8Array(256);
  for (let i = 0; i < data.length; i++) seen[data[i] ?? 0] = 1;
  const table = Uint16Array.from(seen, (has, value) => (has === 1 ? rank(value) : 0));
  return (start, length, out) => {
    for (let i = 0; i < length; i++) out[i] = table[data[start + i] ?? 0] ?? 0;
  };
}

function rankAny(data: Exclude<StoredVoxels, Uint8Array>, rank: (value: number | bigint) => number): RanksOfRow {
  // Whole numbers that are no bigints are looked up in a table: 65 million voxels of noise ask 65 million times.
  const table = new Int32Array(LABELS).fill(-1);
  const others = new Map<number | bigint, number>();
  const rankOf = (value: number | bigint): number => {
    const known = typeof value === "number" ? table[value] : undefined;
    if (known !== undefined && known >= 0) return known;
    let found = others.get(value);
    if (found === undefined) {
      found = rank(value);
      if (known === undefined) others.set(value, found);
      else table[Number(value)] = found;
    }
    return found;
  };
  for (let i = 0; i < data.length; i++) rankOf(data[i] ?? 0);
  return (start, length, out) => {
    for (let i = 0; i < length; i++) out[i] = rankOf(data[start + i] ?? 0);
  };
}

/** Turns 32 ranks into one word for each plane; four ranks at a time, gathered by a multiplication. */
function packRow(row: Uint16Array, words: Int32Array, start: number, count: number): void {
  let at = start;
  for (let x = 0; x < row.length; x += 32) {
    for (let first = 0; first < count; first += 8) {
      const planes = Math.min(8, count - first);
      for (let four = 0; four < 32; four += 4) {
        const i = x + four;
        const bytes =
          (((row[i] ?? 0) >> first) & 255) |
          ((((row[i + 1] ?? 0) >> first) & 255) << 8) |
          ((((row[i + 2] ?? 0) >> first) & 255) << 16) |
          ((((row[i + 3] ?? 0) >> first) & 255) << 24);
        for (let plane = 0; plane < planes; plane++) {
          // Bits 0, 8, 16 and 24 to bits 28 to 31; no two products meet, so nothing is carried.
          const bits = Math.imul((bytes >>> plane) & 0x01010101, 0x10204080) >>> 28;
          words[at + first + plane] = (words[at + first + plane] ?? 0) | (bits << four);
        }
      }
    }
    at += count;
  }
}

/** Voxels and box of each rank, row by row. */
class Extents {
  readonly #voxels: Float64Array;
  readonly #least: Int32Array;
  readonly #most: Int32Array;
  /** The row that last had the rank, plus 1. */
  readonly #row: Float64Array;
  /** y0, y1, z0, z1. */
  readonly #slices: Int32Array;
  #rows = 0;

  constructor(ranks: number) {
    this.#voxels = new Float64Array(ranks);
    this.#least = new Int32Array(ranks).fill(0x7fffffff);
    this.#most = new Int32Array(ranks).fill(-1);
    this.#row = new Float64Array(ranks);
    this.#slices = new Int32Array(ranks * 4);
  }

  addRow(row: Uint16Array, nx: number, y: number, z: number): void {
    const voxels = this.#voxels;
    const least = this.#least;
    const most = this.#most;
    const last = this.#row;
    const slices = this.#slices;
    const number = ++this.#rows;
    for (let x = 0; x < nx; x++) {
      const rank = row[x] ?? 0;
      if (rank === 0) continue;
      if (x < (least[rank] ?? 0)) least[rank] = x;
      if (x > (most[rank] ?? 0)) most[rank] = x;
      if (last[rank] !== number) {
        const at = rank * 4;
        if (last[rank] === 0) slices.set([y, y, z, z], at);
        last[rank] = number;
        if (y < (slices[at] ?? 0)) slices[at] = y;
        if (y > (slices[at + 1] ?? 0)) slices[at + 1] = y;
        slices[at + 3] = z;
      }
      voxels[rank] = (voxels[rank] ?? 0) + 1;
    }
  }

  of(label: number, rank: number): LabelExtent[] {
    const voxels = this.#voxels[rank] ?? 0;
    if (voxels === 0) return [];
    const [y0 = 0, y1 = 0, z0 = 0, z1 = 0] = this.#slices.subarray(rank * 4, rank * 4 + 4);
    const box = { x0: this.#least[rank] ?? 0, x1: this.#most[rank] ?? 0, y0, y1, z0, z1 };
    return [{ label, voxels, firstRun: 0, endRun: voxels, box }];
  }
}
