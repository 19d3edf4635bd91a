export type Triple = readonly [number, number, number];

/** Where a first-layer convolution looks: 3×3×3 taps, `dilation` voxels apart, on averages over `pool` voxels. */
export interface Branch {
  readonly pool: Triple;
  readonly dilation: Triple;
}

/** One design of the baseline. All triples are x, y, z. */
export interface Variant {
  readonly name: VariantName;
  /** Voxel size that the model works at; scans are resampled to it and labels back. */
  readonly spacingMm: Triple;
  readonly branches: readonly Branch[];
  readonly hidden: readonly [number, number];
  /** Voxels of a tile's output along x, y, z, at most. */
  readonly tile: Triple;
}

export type VariantName = "accurate" | "fast";

export const VARIANTS: Readonly<Record<VariantName, Variant>> = {
  accurate: {
    name: "accurate",
    spacingMm: [3, 3, 4.5],
    branches: [
      { pool: [1, 1, 1], dilation: [1, 1, 1] },
      { pool: [3, 3, 3], dilation: [3, 3, 2] },
      { pool: [9, 9, 5], dilation: [8, 8, 6] },
    ],
    hidden: [64, 48],
    tile: [64, 64, 48],
  },
  fast: {
    name: "fast",
    spacingMm: [7, 7, 10],
    branches: [
      { pool: [1, 1, 1], dilation: [1, 1, 1] },
      { pool: [3, 3, 3], dilation: [3, 3, 3] },
    ],
    hidden: [32, 24],
    tile: [64, 64, 64],
  },
};

/** Hounsfield windows that the model sees the scan through: soft tissue, and everything. Values become -1 to 1. */
export const WINDOWS = [
  { low: -200, high: 300 },
  { low: -1000, high: 1000 },
] as const;

/** Background and the 25 structures. */
export const CLASSES = 26;

/** Tent functions that describe the place along each axis, centred from -1.1 to 1.1 of the body's half extent. */
export const TENTS: Triple = [14, 12, 24];
export const TENT_REACH = 1.1;

/** Air around the scan, in Hounsfield units. */
export const PADDING_HU = -1000;

/** The smoothing of the class scores looks one voxel around. */
export const SMOOTHING_MARGIN = 1;

/** Voxels around an output voxel that a variant's branches reach, along x, y, z. */
export function reachOf(branches: readonly Branch[]): Triple {
  const reach = (axis: 0 | 1 | 2): number =>
    Math.max(...branches.map(({ pool, dilation }) => (pool[axis] - 1) / 2 + dilation[axis]));
  return [reach(0), reach(1), reach(2)];
}

export function featureCount(variant: Variant): number {
  return variant.branches.length * WINDOWS.length * 27 + TENTS[0] + TENTS[1] + TENTS[2];
}
