/** Stored voxel values of any number type. */
export type StoredVoxels =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What a stored value means: its label, 0 for background. May throw to refuse the value. */
export type LabelOf = (stored: number | bigint) => number;

/** Voxel ranges, both ends included. */
export interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly z0: number;
  readonly z1: number;
}

export interface LabelExtent {
  readonly label: number;
  readonly voxels: number;
  readonly box: Box;
  /** First run and one past the last run of this label. */
  readonly firstRun: number;
  readonly endRun: number;
}

/**
 * A label map as bits: plane p of word k of a row is `words[(row · width + k) · count + p]`, where bit b is bit p of the rank
 * of voxel 32k + b, and rank r stands for `labels[r]`; rank 0 is background.
 */
export interface LabelPlanes {
  readonly words: Int32Array;
  readonly count: number;
  /** Words of a row. */
  readonly width: number;
  readonly labels: Uint16Array;
}

/**
 * A label map as runs: stretches of one label within one row along x. All later work reads these alone, so its cost
 * follows the structures' surfaces, not voxels × labels. Run i is `rows[i]` = y + ny·z and `spans[i]` = x0 + 65536·x1,
 * both ends included; runs are grouped by label, and within a label ordered by row.
 */
export interface LabelRuns {
  readonly shape: readonly [number, number, number];
  /** The labels as bit planes where there are so many runs (noise) that they would take more memory; else null. */
  readonly planes: LabelPlanes | null;
  readonly rows: Uint32Array;
  readonly spans: Uint32Array;
  readonly extents: readonly LabelExtent[];
}

export function extentOf(runs: LabelRuns, label: number): LabelExtent | undefined {
  return runs.extents.find((extent) => extent.label === label);
}
