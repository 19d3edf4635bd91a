/** Bits that one look into a row covers on either side of a point: the point's own word and its neighbours. */
export const REACH_X = 32;
const MAX_ROWS = 256;

/**
 * Neighbouring rows (dy, dz) of a point in order of their distance, and how far a search over them is exact: the
 * nearest point is found by these rows alone where it lies nearer than `√limitSquaredMm`.
 */
export interface RowOffsets {
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  readonly dy2: Float64Array;
  readonly dz2: Float64Array;
  /** Squared distance of each row, mm². */
  readonly squaredMm: Float64Array;
  readonly limitSquaredMm: number;
}

export function createRowOffsets(spacingMm: readonly [number, number, number]): RowOffsets {
  const [sx, sy, sz] = spacingMm;
  const limit = REACH_X * sx;
  const list: { dy: number; dz: number; squared: number }[] = [];
  // A disc of more rows than are kept: none that is left out can be nearer than the limit found below.
  const spanY = Math.min(MAX_ROWS, Math.ceil(limit / sy));
  const spanZ = Math.min(MAX_ROWS, Math.ceil(limit / sz));
  const reach = Math.min(spanY, Math.max(16, Math.ceil((16 * sz) / sy)));
  const depth = Math.min(spanZ, Math.max(16, Math.ceil((16 * sy) / sz)));
  for (let dz = -depth; dz <= depth; dz++) {
    for (let dy = -reach; dy <= reach; dy++) {
      list.push({ dy, dz, squared: (dy * sy) ** 2 + (dz * sz) ** 2 });
    }
  }
  list.sort((a, b) => a.squared - b.squared);
  const beyond = Math.min(
    ((reach + 1) * sy) ** 2,
    ((depth + 1) * sz) ** 2,
    limit * limit,
    list[MAX_ROWS]?.squared ?? Infinity,
  );
  const kept = list.filter((row) => row.squared < beyond);
  return {
    dy: Int32Array.from(kept, (row) => row.dy),
    dz: Int32Array.from(kept, (row) => row.dz),
    dy2: Float64Array.from(kept, (row) => row.dy * sy * (row.dy * sy)),
    dz2: Float64Array.from(kept, (row) => row.dz * sz * (row.dz * sz)),
    squaredMm: Float64Array.from(kept, (row) => row.dy * sy * (row.dy * sy) + row.dz * sz * (row.dz * sz)),
    limitSquaredMm: beyond,
  };
}
