import type { BitGrid } from "./bit-grid.ts";
import type { RowOffsets } from "./row-offsets.ts";

/** Rows of a block along y and z; a block is one word (32 points) along x. */
const BLOCK = 8;
/** Blocks of a group along each axis. */
const GROUP = 4;

/**
 * A surface cut into blocks of 32×8×8 points and groups of 4×4×4 blocks, empty ones left out, each with the box that its
 * points fill. The blocks of a group lie one after another.
 */
export interface FarSearch {
  readonly grid: BitGrid;
  readonly surface: Int32Array;
  readonly spacingMm: readonly [number, number, number];
  /** x0, x1, y0, y1, z0, z1 of each block, then its word within the row. */
  readonly blocks: Int32Array;
  /** x0, x1, y0, y1, z0, z1 of each group, then its first block and one past its last. */
  readonly groups: Int32Array;
  readonly blockCount: number;
  readonly groupCount: number;
  /** The box of the whole surface: x0, x1, y0, y1, z0, z1. */
  readonly box: Int32Array;
  /** Squared distance to each group's box, scratch of one search. */
  readonly groupBounds: Float64Array;
  /** The last nearest point: consecutive points lie close together, so it bounds the next search tightly. */
  lastX: number;
  lastY: number;
  lastZ: number;
}

const BLOCK_FIELDS = 7;
const GROUP_FIELDS = 8;

export function createFarSearch(
  grid: BitGrid,
  surface: Int32Array,
  side: number,
  spacingMm: readonly [number, number, number],
): FarSearch {
  const { width, cornersY, cornersZ } = grid;
  const blocks: number[] = [];
  const groups: number[] = [];
  for (let z = 0; z < cornersZ; z += BLOCK * GROUP) {
    for (let y = 0; y < cornersY; y += BLOCK * GROUP) {
      for (let k = 0; k < width; k += GROUP) addGroup(grid, surface, side, [k, y, z], blocks, groups);
    }
  }
  const groupCount = groups.length / GROUP_FIELDS;
  const box = Int32Array.from([0, 1, 2, 3, 4, 5], (field) => {
    const values = Array.from({ length: groupCount }, (_, group) => groups[group * GROUP_FIELDS + field] ?? 0);
    return values.reduce((a, b) => (field % 2 === 0 ? Math.min(a, b) : Math.max(a, b)), values[0] ?? 0);
  });
  return {
    box,
    grid,
    surface,
    spacingMm,
    blocks: Int32Array.from(blocks),
    groups: Int32Array.from(groups),
    blockCount: blocks.length / BLOCK_FIELDS,
    groupCount,
    groupBounds: new Float64Array(groupCount),
    lastX: -1,
    lastY: 0,
    lastZ: 0,
  };
}

function addGroup(
  grid: BitGrid,
  surface: Int32Array,
  side: number,
  [k0, y0, z0]: readonly [number, number, number],
  blocks: number[],
  groups: number[],
): void {
  const { width, cornersY, cornersZ } = grid;
  const firstBlock = blocks.length / BLOCK_FIELDS;
  const box = [Number.MAX_SAFE_INTEGER, -1, Number.MAX_SAFE_INTEGER, -1, Number.MAX_SAFE_INTEGER, -1];
  for (let z = z0; z < Math.min(cornersZ, z0 + BLOCK * GROUP); z += BLOCK) {
    for (let y = y0; y < Math.min(cornersY, y0 + BLOCK * GROUP); y += BLOCK) {
      if (!anyRowUsed(grid, side, y, z)) continue;
      for (let k = k0; k < Math.min(width, k0 + GROUP); k++) {
        const block = blockBox(grid, surface, k, y, z);
        if (block === null) continue;
        blocks.push(...block, k);
        for (let axis = 0; axis < 6; axis += 2) {
          box[axis] = Math.min(box[axis] ?? 0, block[axis] ?? 0);
          box[axis + 1] = Math.max(box[axis + 1] ?? 0, block[axis + 1] ?? 0);
        }
      }
    }
  }
  const endBlock = blocks.length / BLOCK_FIELDS;
  if (endBlock > firstBlock) groups.push(...box, firstBlock, endBlock);
}

function anyRowUsed({ cornersY, cornersZ, cornerRowUsed }: BitGrid, side: number, y0: number, z0: number): boolean {
  for (let z = z0; z < Math.min(cornersZ, z0 + BLOCK); z++) {
    for (let y = y0; y < Math.min(cornersY, y0 + BLOCK); y++) {
      if (((cornerRowUsed[z * cornersY + y] ?? 0) & side) !== 0) return true;
    }
  }
  return false;
}

/** The box of a block's points, or null where it has none. */
function blockBox({ width, cornersY, cornersZ }: BitGrid, surface: Int32Array, k: number, y0: number, z0: number) {
  let union = 0;
  let [yLow, yHigh, zLow, zHigh] = [-1, -1, -1, -1];
  for (let z = z0; z < Math.min(cornersZ, z0 + BLOCK); z++) {
    for (let y = y0; y < Math.min(cornersY, y0 + BLOCK); y++) {
      const word = surface[(z * cornersY + y) * width + k] ?? 0;
      if (word === 0) continue;
      union |= word;
      if (yLow < 0 || y < yLow) yLow = y;
      if (y > yHigh) yHigh = y;
      if (zLow < 0) zLow = z;
      zHigh = z;
    }
  }
  if (union === 0) return null;
  return [k * 32 + 31 - Math.clz32(union & -union), k * 32 + 31 - Math.clz32(union), yLow, yHigh, zLow, zHigh];
}

/**
 * Squared distance in mm² from a point outside the box of a dense surface to its nearest point, or −1 where the search must
 * go on. The point is moved to the box; rows are visited by their distance from there. No point of a row is nearer
 * than the box's own distance and the row's, squared and added, which ends the search after a few rows.
 */
export function searchFromBox(search: FarSearch, offsets: RowOffsets, point: number): number {
  const { grid, surface, box, spacingMm } = search;
  const { width, cornersY } = grid;
  const [sx, sy, sz] = spacingMm;
  const rowBits = width * 32;
  const row = Math.floor(point / rowBits);
  const x = point - row * rowBits;
  const z = Math.floor(row / cornersY);
  const y = row - z * cornersY;
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0, z0 = 0, z1 = 0] = box;
  const nearX = Math.min(Math.max(x, x0), x1);
  const nearY = Math.min(Math.max(y, y0), y1);
  const nearZ = Math.min(Math.max(z, z0), z1);
  const toBox = ((nearX - x) * sx) ** 2 + ((nearY - y) * sy) ** 2 + ((nearZ - z) * sz) ** 2;
  if (toBox === 0) return -1;
  const k = nearX >> 5;
  const bit = nearX & 31;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < offsets.squaredMm.length; i++) {
    // A hair less than the bound, since it is not summed in the order of the distances.
    if ((toBox + (offsets.squaredMm[i] ?? 0)) * (1 - 1e-12) >= best) return best;
    const ry = nearY + (offsets.dy[i] ?? 0);
    const rz = nearZ + (offsets.dz[i] ?? 0);
    if (ry < y0 || ry > y1 || rz < z0 || rz > z1) continue;
    const at = (rz * cornersY + ry) * width + k;
    for (let side = -1; side <= 1; side++) {
      if (k + side < 0 || k + side >= width) continue;
      const word = surface[at + side] ?? 0;
      if (word === 0) continue;
      const dx = ((k + side) * 32 + nearestBit(word, bit - side * 32) - x) * sx;
      const dy = (ry - y) * sy;
      const dz = (rz - z) * sz;
      const squared = dx * dx + dy * dy + dz * dz;
      if (squared < best) {
        best = squared;
        search.lastX = Math.round(dx / sx) + x;
        search.lastY = ry;
        search.lastZ = rz;
      }
    }
  }
  return best <= (toBox + offsets.limitSquaredMm) * (1 - 1e-12) ? best : -1;
}

/**
 * Squared distance in mm² from a point of the corner grid (as a bit number) to the nearest point of the surface: the group
 * whose box is nearest is searched first, then every other one whose box is nearer than what is found.
 */
export function searchFar(search: FarSearch, point: number): number {
  const { grid, groups, groupCount, groupBounds, spacingMm } = search;
  const [sx, sy, sz] = spacingMm;
  const rowBits = grid.width * 32;
  const row = Math.floor(point / rowBits);
  const x = point - row * rowBits;
  const z = Math.floor(row / grid.cornersY);
  const y = row - z * grid.cornersY;
  let best = Number.POSITIVE_INFINITY;
  if (search.lastX >= 0) {
    const dx = (search.lastX - x) * sx;
    const dy = (search.lastY - y) * sy;
    const dz = (search.lastZ - z) * sz;
    best = dx * dx + dy * dy + dz * dz;
  }
  let nearest = 0;
  for (let group = 0; group < groupCount; group++) {
    const bound = boxDistance(groups, group * GROUP_FIELDS, x, y, z, sx, sy, sz);
    groupBounds[group] = bound;
    if (bound < (groupBounds[nearest] ?? 0)) nearest = group;
  }
  if ((groupBounds[nearest] ?? 0) < best) best = searchGroup(search, nearest, x, y, z, best);
  for (let group = 0; group < groupCount; group++) {
    if ((groupBounds[group] ?? 0) < best && group !== nearest) best = searchGroup(search, group, x, y, z, best);
  }
  return best;
}

/** Squared distance to a box, 0 inside; summed as a point's distance is, so it never exceeds that of a point inside. */
function boxDistance(
  boxes: Int32Array,
  at: number,
  x: number,
  y: number,
  z: number,
  sx: number,
  sy: number,
  sz: number,
): number {
  const dx = Math.max((boxes[at] ?? 0) - x, x - (boxes[at + 1] ?? 0), 0) * sx;
  const dy = Math.max((boxes[at + 2] ?? 0) - y, y - (boxes[at + 3] ?? 0), 0) * sy;
  const dz = Math.max((boxes[at + 4] ?? 0) - z, z - (boxes[at + 5] ?? 0), 0) * sz;
  return dx * dx + dy * dy + dz * dz;
}

function searchGroup(search: FarSearch, group: number, x: number, y: number, z: number, bound: number): number {
  const { blocks, groups } = search;
  const [sx, sy, sz] = search.spacingMm;
  const first = groups[group * GROUP_FIELDS + 6] ?? 0;
  const end = groups[group * GROUP_FIELDS + 7] ?? 0;
  let best = bound;
  let nearest = -1;
  let nearestBound = best;
  for (let block = first; block < end; block++) {
    const distance = boxDistance(blocks, block * BLOCK_FIELDS, x, y, z, sx, sy, sz);
    if (distance < nearestBound) {
      nearestBound = distance;
      nearest = block;
    }
  }
  if (nearest < 0) return best;
  best = searchBlock(search, nearest, x, y, z, best);
  for (let block = first; block < end; block++) {
    if (block !== nearest && boxDistance(blocks, block * BLOCK_FIELDS, x, y, z, sx, sy, sz) < best) {
      best = searchBlock(search, block, x, y, z, best);
    }
  }
  return best;
}

function searchBlock(search: FarSearch, block: number, x: number, y: number, z: number, bound: number): number {
  const { blocks, grid, surface } = search;
  const [sx, sy, sz] = search.spacingMm;
  const at = block * BLOCK_FIELDS;
  const y0 = blocks[at + 2] ?? 0;
  const y1 = blocks[at + 3] ?? 0;
  const z1 = blocks[at + 5] ?? 0;
  const k = blocks[at + 6] ?? 0;
  const bit = x - k * 32;
  let best = bound;
  for (let rz = blocks[at + 4] ?? 0; rz <= z1; rz++) {
    const dz = (rz - z) * sz;
    const dz2 = dz * dz;
    if (dz2 >= best) continue;
    for (let ry = y0; ry <= y1; ry++) {
      const word = surface[(rz * grid.cornersY + ry) * grid.width + k] ?? 0;
      if (word === 0) continue;
      const dy = (ry - y) * sy;
      const dy2 = dy * dy;
      if (dy2 + dz2 >= best) continue;
      const found = nearestBit(word, bit);
      const dx = (found - bit) * sx;
      const squared = dx * dx + dy2 + dz2;
      if (squared < best) {
        best = squared;
        search.lastX = k * 32 + found;
        search.lastY = ry;
        search.lastZ = rz;
      }
    }
  }
  return best;
}

/** The set bit of a word that lies nearest to a place, which may be outside the word. */
function nearestBit(word: number, bit: number): number {
  if (bit <= 0) return 31 - Math.clz32(word & -word);
  if (bit >= 31) return 31 - Math.clz32(word);
  const right = word >>> bit;
  const left = word << (31 - bit);
  const ahead = right === 0 ? 64 : 31 - Math.clz32(right & -right);
  const behind = left === 0 ? 64 : Math.clz32(left);
  return ahead <= behind ? bit + ahead : bit - behind;
}
