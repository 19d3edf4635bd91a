import { countBits } from "./count-bits.ts";
import type { Box, LabelExtent, LabelPlanes, LabelRuns } from "./label-runs.ts";

/**
 * Scratch of one structure: both masks as bits over their common box, and both surfaces as bits over the box's corner
 * grid. Rows run along x in 32-bit words. Mask rows have an empty row before and after in y and z, so that no neighbour
 * needs a bounds test. All words are 0 between two structures: only rows that were used are cleared, so the cost of a
 * structure follows its extent, not the box's volume.
 */
export interface BitGrid {
  box: Box;
  /** Words per row. */
  width: number;
  /** Corner rows along y and z: voxel rows + 1. */
  cornersY: number;
  cornersZ: number;
  /** Mask rows along y, with the two empty ones. */
  maskRowsY: number;
  referenceMask: Int32Array;
  predictionMask: Int32Array;
  referenceSurface: Int32Array;
  predictionSurface: Int32Array;
  /** Per mask row and per corner row: bit 0 where the reference has something, bit 1 where the prediction has. */
  maskRowUsed: Uint8Array;
  cornerRowUsed: Uint8Array;
}

export const REFERENCE = 1;
export const PREDICTION = 2;

export function createBitGrid(): BitGrid {
  const none = { x0: 0, x1: -1, y0: 0, y1: -1, z0: 0, z1: -1 };
  const words = () => new Int32Array(0);
  return {
    box: none,
    width: 0,
    cornersY: 0,
    cornersZ: 0,
    maskRowsY: 0,
    referenceMask: words(),
    predictionMask: words(),
    referenceSurface: words(),
    predictionSurface: words(),
    maskRowUsed: new Uint8Array(0),
    cornerRowUsed: new Uint8Array(0),
  };
}

/** Sets the grid up for a box, its rows a multiple of so many words long. @returns the rows of a mask and of a surface. */
export function shapeBitGrid(grid: BitGrid, box: Box, words: number): { maskRows: number; cornerRows: number } {
  const voxelsX = box.x1 - box.x0 + 1;
  const voxelsY = box.y1 - box.y0 + 1;
  const voxelsZ = box.z1 - box.z0 + 1;
  grid.box = box;
  grid.width = Math.ceil((voxelsX + 1) / (32 * words)) * words;
  grid.cornersY = voxelsY + 1;
  grid.cornersZ = voxelsZ + 1;
  grid.maskRowsY = voxelsY + 2;
  const maskRows = (voxelsY + 2) * (voxelsZ + 2);
  const cornerRows = grid.cornersY * grid.cornersZ;
  if (grid.maskRowUsed.length < maskRows) grid.maskRowUsed = new Uint8Array(maskRows);
  if (grid.cornerRowUsed.length < cornerRows) grid.cornerRowUsed = new Uint8Array(cornerRows);
  return { maskRows, cornerRows };
}

/** Clears what the structure used. */
export function closeBitGrid(grid: BitGrid): void {
  const { width } = grid;
  const maskRows = grid.maskRowsY * (grid.cornersZ + 1);
  for (let row = 0; row < maskRows; row++) {
    if (grid.maskRowUsed[row] === 0) continue;
    grid.referenceMask.fill(0, row * width, (row + 1) * width);
    grid.predictionMask.fill(0, row * width, (row + 1) * width);
  }
  const cornerRows = grid.cornersY * grid.cornersZ;
  for (let row = 0; row < cornerRows; row++) {
    if (grid.cornerRowUsed[row] === 0) continue;
    grid.referenceSurface.fill(0, row * width, (row + 1) * width);
    grid.predictionSurface.fill(0, row * width, (row + 1) * width);
  }
  grid.maskRowUsed.fill(0, 0, maskRows);
  grid.cornerRowUsed.fill(0, 0, cornerRows);
}

/**
 * Sets a label's voxels in one of the masks.
 * @param zRange slices that count, both ends included.
 * @returns how many voxels were set.
 */
export function drawRuns(
  grid: BitGrid,
  side: typeof REFERENCE | typeof PREDICTION,
  runs: LabelRuns,
  extent: LabelExtent,
  zRange: readonly [number, number],
): number {
  if (runs.planes !== null) return drawPlanes(grid, side, runs.planes, runs.shape[1], extent, zRange);
  const { box, width, maskRowsY, maskRowUsed } = grid;
  const mask = side === REFERENCE ? grid.referenceMask : grid.predictionMask;
  const ny = runs.shape[1];
  const { rows, spans } = runs;
  let z = box.z0;
  let sliceStart = z * ny;
  let voxels = 0;
  for (let i = extent.firstRun; i < extent.endRun; i++) {
    const row = rows[i] ?? 0;
    const span = spans[i] ?? 0;
    if (row < sliceStart || row >= sliceStart + ny) {
      z = Math.floor(row / ny);
      sliceStart = z * ny;
    }
    if (z < zRange[0] || z > zRange[1]) continue;
    const maskRow = (z - box.z0 + 1) * maskRowsY + (row - sliceStart - box.y0 + 1);
    maskRowUsed[maskRow] = (maskRowUsed[maskRow] ?? 0) | side;
    const from = (span & 65535) - box.x0;
    const to = (span >>> 16) - box.x0;
    voxels += to - from + 1;
    const start = maskRow * width;
    const firstWord = start + (from >> 5);
    const lastWord = start + (to >> 5);
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - (to & 31));
    if (firstWord === lastWord) {
      mask[firstWord] = (mask[firstWord] ?? 0) | (head & tail);
    } else {
      mask[firstWord] = (mask[firstWord] ?? 0) | head;
      for (let word = firstWord + 1; word < lastWord; word++) mask[word] = -1;
      mask[lastWord] = (mask[lastWord] ?? 0) | tail;
    }
  }
  return voxels;
}

/** As `drawRuns`, from bit planes; the box begins at a whole word of them. */
function drawPlanes(
  grid: BitGrid,
  side: typeof REFERENCE | typeof PREDICTION,
  planes: LabelPlanes,
  ny: number,
  extent: LabelExtent,
  zRange: readonly [number, number],
): number {
  const { box, width, maskRowsY, maskRowUsed } = grid;
  const mask = side === REFERENCE ? grid.referenceMask : grid.predictionMask;
  const { y0, y1 } = extent.box;
  const { words, count } = planes;
  const rank = planes.labels.indexOf(extent.label);
  // A plane is taken as it is where the rank has its bit, else inverted.
  const inverted = Int32Array.from({ length: count }, (_, plane) => ((rank >> plane) & 1) - 1);
  const whole = zRange[0] <= extent.box.z0 && zRange[1] >= extent.box.z1;
  const shift = box.x0 >> 5;
  const firstWord = extent.box.x0 >> 5;
  const lastWord = extent.box.x1 >> 5;
  let voxels = 0;
  for (let z = Math.max(extent.box.z0, zRange[0]); z <= Math.min(extent.box.z1, zRange[1]); z++) {
    for (let y = y0; y <= y1; y++) {
      const maskRow = (z - box.z0 + 1) * maskRowsY + (y - box.y0 + 1);
      const to = maskRow * width - shift;
      let from = ((z * ny + y) * planes.width + firstWord) * count;
      let found = 0;
      for (let k = firstWord; k <= lastWord; k++) {
        let bits = -1;
        for (let plane = 0; plane < count; plane++) bits &= (words[from++] ?? 0) ^ (inverted[plane] ?? 0);
        mask[to + k] = bits;
        found |= bits;
        if (!whole) voxels += countBits(bits);
      }
      if (found === 0) continue;
      maskRowUsed[maskRow] = (maskRowUsed[maskRow] ?? 0) | side;
    }
  }
  return whole ? extent.voxels : voxels;
}

/** Voxels that both masks have. */
export function countOverlap(grid: BitGrid): number {
  const { width, referenceMask, predictionMask, maskRowUsed } = grid;
  const rows = grid.maskRowsY * (grid.cornersZ + 1);
  let overlap = 0;
  for (let row = 0; row < rows; row++) {
    if (maskRowUsed[row] !== (REFERENCE | PREDICTION)) continue;
    const end = (row + 1) * width;
    for (let word = row * width; word < end; word++) {
      overlap += countBits((referenceMask[word] ?? 0) & (predictionMask[word] ?? 0));
    }
  }
  return overlap;
}
