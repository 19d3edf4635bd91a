import type { BitGrid } from "./bit-grid.ts";

/** Neighbour code of the corner that is bit `bit` of word `k` in corner row (y, z). */
export function neighbourCode(grid: BitGrid, mask: Int32Array, y: number, z: number, k: number, bit: number): number {
  const { width, maskRowsY } = grid;
  let code = 0;
  for (let row = 0; row < 4; row++) {
    const at = ((z + (row >> 1)) * maskRowsY + y + (row & 1)) * width + k;
    const word = mask[at] ?? 0;
    const before = bit > 0 ? word >>> (bit - 1) : k > 0 ? (mask[at - 1] ?? 0) >>> 31 : 0;
    code |= ((before & 1) | (((word >>> bit) & 1) << 1)) << (row * 2);
  }
  return code;
}
