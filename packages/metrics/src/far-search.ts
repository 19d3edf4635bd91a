import type { BitGrid } from "./bit-grid.ts";

const TILE = 8;

/** A surface cut into tiles of 8×8 rows, each with the range along x in which it has points. */
export interface FarSearch {
  readonly grid: BitGrid;
  readonly surface: Int32Array;
  readonly side: number;
  readonly spacingMm: readonly [number, number, number];
  readonly tileY: Int32Array;
  readonly tileZ: Int32Array;
  readonly x0: Int32Array;
  readonly x1: Int32Array;
  readonly tiles: number;
  /** The last nearest point: consecutive points lie close together, so it bounds the next search tightly. */
  last: { x: number; y: number; z: number } | null;
}

export function createFarSearch(
  grid: BitGrid,
  surface: Int32Array,
  side: number,
  spacingMm: readonly [number, number, number],
): FarSearch {
  const { width, cornersY, cornersZ, cornerRowUsed } = grid;
  const tilesY = Math.ceil(cornersY / TILE);
  const tilesZ = Math.ceil(cornersZ / TILE);
  const all = { y: [] as number[], z: [] as number[], x0: [] as number[], x1: [] as number[] };
  for (let tz = 0; tz < tilesZ; tz++) {
    for (let ty = 0; ty < tilesY; ty++) {
      let x0 = Number.POSITIVE_INFINITY;
      let x1 = -1;
      for (let z = tz * TILE; z < Math.min(cornersZ, tz * TILE + TILE); z++) {
        for (let y = ty * TILE; y < Math.min(cornersY, ty * TILE + TILE); y++) {
          const row = z * cornersY + y;
          if (((cornerRowUsed[row] ?? 0) & side) === 0) continue;
          const start = row * width;
          for (let k = 0; k < width; k++) {
            const word = surface[start + k] ?? 0;
            if (word === 0) continue;
            x0 = Math.min(x0, k * 32 + 31 - Math.clz32(word & -word));
            x1 = Math.max(x1, k * 32 + 31 - Math.clz32(word));
          }
        }
      }
      if (x1 < 0) continue;
      all.y.push(ty * TILE);
      all.z.push(tz * TILE);
      all.x0.push(x0);
      all.x1.push(x1);
    }
  }
  return {
    grid,
    surface,
    side,
    spacingMm,
    tileY: Int32Array.from(all.y),
    tileZ: Int32Array.from(all.z),
    x0: Int32Array.from(all.x0),
    x1: Int32Array.from(all.x1),
    tiles: all.y.length,
    last: null,
  };
}

/** Squared distance in mm² from a point of the corner grid (as a bit number) to the nearest point of the surface. */
export function searchFar(search: FarSearch, point: number): number {
  const { grid, tiles, tileY, tileZ, x0, x1, spacingMm } = search;
  const [sx, sy, sz] = spacingMm;
  const rowBits = grid.width * 32;
  const row = Math.floor(point / rowBits);
  const x = point - row * rowBits;
  const z = Math.floor(row / grid.cornersY);
  const y = row - z * grid.cornersY;
  let best = Number.POSITIVE_INFINITY;
  if (search.last !== null) {
    const dx = (search.last.x - x) * sx;
    const dy = (search.last.y - y) * sy;
    const dz = (search.last.z - z) * sz;
    best = dx * dx + dy * dy + dz * dz;
  }
  for (let tile = 0; tile < tiles; tile++) {
    const ty = tileY[tile] ?? 0;
    const tz = tileZ[tile] ?? 0;
    const dx = gap(x, x0[tile] ?? 0, x1[tile] ?? 0) * sx;
    const dy = gap(y, ty, ty + TILE - 1) * sy;
    const dz = gap(z, tz, tz + TILE - 1) * sz;
    if (dx * dx + dy * dy + dz * dz < best) best = searchTile(search, ty, tz, x, y, z, best);
  }
  return best;
}

function gap(value: number, low: number, high: number): number {
  return value < low ? low - value : value > high ? value - high : 0;
}

function searchTile(search: FarSearch, ty: number, tz: number, x: number, y: number, z: number, bound: number): number {
  const { grid, surface, side } = search;
  const [sx, sy, sz] = search.spacingMm;
  const { width, cornersY, cornersZ, cornerRowUsed } = grid;
  let best = bound;
  const endZ = Math.min(cornersZ, tz + TILE);
  const endY = Math.min(cornersY, ty + TILE);
  for (let rz = tz; rz < endZ; rz++) {
    const dz = (rz - z) * sz;
    const dz2 = dz * dz;
    for (let ry = ty; ry < endY; ry++) {
      const row = rz * cornersY + ry;
      if (((cornerRowUsed[row] ?? 0) & side) === 0) continue;
      const dy = (ry - y) * sy;
      const dy2 = dy * dy;
      if (dy2 + dz2 >= best) continue;
      const found = nearestInRow(surface, row * width, width, x);
      if (found < 0) continue;
      const dx = (found - x) * sx;
      const squared = dx * dx + dy2 + dz2;
      if (squared < best) {
        best = squared;
        search.last = { x: found, y: ry, z: rz };
      }
    }
  }
  return best;
}

/** Place of the set bit nearest to x in a row, or −1. */
function nearestInRow(surface: Int32Array, start: number, width: number, x: number): number {
  const k = x >> 5;
  const bit = x & 31;
  let right = -1;
  const ahead = (surface[start + k] ?? 0) >>> bit;
  if (ahead !== 0) right = x + 31 - Math.clz32(ahead & -ahead);
  for (let j = k + 1; right < 0 && j < width; j++) {
    const word = surface[start + j] ?? 0;
    if (word !== 0) right = j * 32 + 31 - Math.clz32(word & -word);
  }
  let left = -1;
  const behind = (surface[start + k] ?? 0) << (31 - bit);
  if (behind !== 0) left = x - Math.clz32(behind);
  for (let j = k - 1; left < 0 && j >= 0; j--) {
    const word = surface[start + j] ?? 0;
    if (word !== 0) left = j * 32 + 31 - Math.clz32(word);
  }
  if (left < 0) return right;
  if (right < 0) return left;
  return right - x < x - left ? right : left;
}
