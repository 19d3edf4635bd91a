import type { BitGrid } from "./bit-grid.ts";

/** Told the exact squared distance, mm², of each point asked for: corner row (y, z), word k, bit. */
export type OnDistance = (squaredMm: number, y: number, z: number, k: number, bit: number) => void;

/** No point of the surface in a row. */
const NOTHING = 65535;

/**
 * Exact distances of many points by a Euclidean distance transform in three passes, along x, y and z (Felzenszwalb and
 * Huttenlocher 2012: lower envelopes of parabolas). Its cost depends on the volume, not on how far apart the surfaces are
 * or how many points ask: the bound for very poor predictions. It runs over 32 columns at a time, so memory stays at
 * some 50 bytes × rows of the volume × 32 whatever its length along x. Each pass keeps where the nearest point is; the
 * distance is computed from that once, in the order of all others.
 */
export function transformDistances(
  grid: BitGrid,
  asked: Int32Array,
  surface: Int32Array,
  spacingMm: readonly [number, number, number],
  onDistance: OnDistance,
): void {
  const { width, cornersY, cornersZ } = grid;
  const rows = cornersY * cornersZ;
  const columns = new Uint16Array(rows * 32);
  const nearestY = new Uint16Array(rows * 32);
  const lines = createLine(Math.max(cornersY, cornersZ));
  for (let k = 0; k < width; k++) {
    const wanted = wantedRows(asked, width, cornersY, cornersZ, k);
    if (wanted === null) continue;
    for (let row = 0; row < rows; row++) nearestAlongX(surface, row * width, width, k, columns, row * 32);
    alongY(columns, nearestY, cornersY, cornersZ, spacingMm, wanted, lines);
    alongZ(asked, columns, nearestY, k, grid, spacingMm, wanted, lines, onDistance);
  }
}

interface Wanted {
  readonly y0: number;
  readonly y1: number;
}

function wantedRows(asked: Int32Array, width: number, cornersY: number, cornersZ: number, k: number): Wanted | null {
  let [y0, y1] = [cornersY, -1];
  for (let z = 0; z < cornersZ; z++) {
    for (let y = 0; y < cornersY; y++) {
      if (asked[(z * cornersY + y) * width + k] === 0) continue;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
  }
  return y1 < 0 ? null : { y0, y1 };
}

/** For the 32 places of word k in a row: voxels to the nearest set bit of the row, on either side. */
function nearestAlongX(
  surface: Int32Array,
  start: number,
  width: number,
  k: number,
  out: Uint16Array,
  at: number,
): void {
  const word = surface[start + k] ?? 0;
  let before = -1;
  for (let j = k - 1; j >= 0; j--) {
    const other = surface[start + j] ?? 0;
    if (other === 0) continue;
    before = j * 32 + 31 - Math.clz32(other);
    break;
  }
  let after = -1;
  for (let j = k + 1; j < width; j++) {
    const other = surface[start + j] ?? 0;
    if (other === 0) continue;
    after = j * 32 + 31 - Math.clz32(other & -other);
    break;
  }
  if (word === 0 && before < 0 && after < 0) {
    out.fill(NOTHING, at, at + 32);
    return;
  }
  let last = before < 0 ? -NOTHING : before;
  for (let bit = 0; bit < 32; bit++) {
    if ((word >>> bit) & 1) last = k * 32 + bit;
    out[at + bit] = Math.min(NOTHING, k * 32 + bit - last);
  }
  let next = after < 0 ? 2 * NOTHING : after;
  for (let bit = 31; bit >= 0; bit--) {
    if ((word >>> bit) & 1) next = k * 32 + bit;
    const distance = next - k * 32 - bit;
    if (distance < (out[at + bit] ?? 0)) out[at + bit] = distance;
  }
}

/** One line of parabolas: their places, heights, and where each begins to be the lowest. */
interface Line {
  readonly place: Int32Array;
  readonly height: Float64Array;
  readonly from: Float64Array;
}

function createLine(length: number): Line {
  return { place: new Int32Array(length), height: new Float64Array(length), from: new Float64Array(length + 1) };
}

/** Adds a parabola to the lower envelope; returns the new number of parabolas. */
function addParabola(line: Line, count: number, place: number, height: number, size2: number): number {
  let top = count;
  while (top > 0) {
    const other = line.place[top - 1] ?? 0;
    const meet =
      (height - (line.height[top - 1] ?? 0) + size2 * (place * place - other * other)) / (2 * size2 * (place - other));
    if (meet > (line.from[top - 1] ?? 0)) {
      line.from[top] = meet;
      break;
    }
    top--;
  }
  if (top === 0) line.from[0] = Number.NEGATIVE_INFINITY;
  line.place[top] = place;
  line.height[top] = height;
  return top + 1;
}

function alongY(
  columns: Uint16Array,
  nearestY: Uint16Array,
  cornersY: number,
  cornersZ: number,
  [sx, sy]: readonly [number, number, number],
  { y0, y1 }: Wanted,
  line: Line,
): void {
  const size2 = sy * sy;
  for (let z = 0; z < cornersZ; z++) {
    const slice = z * cornersY * 32;
    for (let bit = 0; bit < 32; bit++) {
      let count = 0;
      for (let y = 0; y < cornersY; y++) {
        const dx = columns[slice + y * 32 + bit] ?? NOTHING;
        if (dx !== NOTHING) count = addParabola(line, count, y, dx * sx * (dx * sx), size2);
      }
      let current = 0;
      for (let y = y0; y <= y1; y++) {
        while (current + 1 < count && (line.from[current + 1] ?? 0) < y) current++;
        nearestY[slice + y * 32 + bit] = count === 0 ? NOTHING : (line.place[current] ?? 0);
      }
    }
  }
}

function alongZ(
  asked: Int32Array,
  columns: Uint16Array,
  nearestY: Uint16Array,
  k: number,
  { width, cornersY, cornersZ }: BitGrid,
  [sx, sy, sz]: readonly [number, number, number],
  { y0, y1 }: Wanted,
  line: Line,
  onDistance: OnDistance,
): void {
  const size2 = sz * sz;
  // Heights of one y, turned so that each of the 32 lines along z is contiguous: read straight from the volume, a line
  // would miss the cache at every step.
  const heights = new Float64Array(32 * cornersZ);
  for (let y = y0; y <= y1; y++) {
    let any = 0;
    for (let z = 0; z < cornersZ; z++) any |= asked[(z * cornersY + y) * width + k] ?? 0;
    if (any === 0) continue;
    for (let z = 0; z < cornersZ; z++) {
      const slice = z * cornersY;
      for (let bit = 0; bit < 32; bit++) {
        const near = nearestY[(slice + y) * 32 + bit] ?? NOTHING;
        if (near === NOTHING) {
          heights[bit * cornersZ + z] = -1;
          continue;
        }
        const x = (columns[(slice + near) * 32 + bit] ?? 0) * sx;
        const dy = (near - y) * sy;
        heights[bit * cornersZ + z] = x * x + dy * dy;
      }
    }
    for (; any !== 0; any &= any - 1) {
      const bit = 31 - Math.clz32(any & -any);
      let count = 0;
      for (let z = 0; z < cornersZ; z++) {
        const height = heights[bit * cornersZ + z] ?? -1;
        if (height >= 0) count = addParabola(line, count, z, height, size2);
      }
      let current = 0;
      for (let z = 0; z < cornersZ; z++) {
        while (current + 1 < count && (line.from[current + 1] ?? 0) < z) current++;
        if ((((asked[(z * cornersY + y) * width + k] ?? 0) >>> bit) & 1) === 0) continue;
        const dz = ((line.place[current] ?? 0) - z) * sz;
        onDistance((line.height[current] ?? 0) + dz * dz, y, z, k, bit);
      }
    }
  }
}
