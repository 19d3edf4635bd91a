import { type BitGrid, PREDICTION, REFERENCE } from "./bit-grid.ts";

/** Which points of the grid make a mask's surface. */
export type SurfaceKind = "surfels" | "boundary-voxels";

/**
 * Marks both surfaces in the grid, 32 points at a time.
 * `surfels`: corners of the voxel grid with some but not all of their eight voxels in the mask; corner x lies before
 * voxel x. `boundary-voxels`: voxels of the mask with a face neighbour outside it (the mask minus its 6-connected
 * erosion; outside the volume counts as outside the mask); a voxel has the place of the corner before it.
 */
export function findSurfaces(grid: BitGrid, kind: SurfaceKind): void {
  markSurface(grid, REFERENCE, grid.referenceMask, grid.referenceSurface, kind);
  markSurface(grid, PREDICTION, grid.predictionMask, grid.predictionSurface, kind);
}

function markSurface(grid: BitGrid, side: number, mask: Int32Array, surface: Int32Array, kind: SurfaceKind): void {
  const { width, cornersY, cornersZ, maskRowsY, maskRowUsed, cornerRowUsed } = grid;
  for (let z = 0; z < cornersZ; z++) {
    for (let y = 0; y < cornersY; y++) {
      // Mask row y lies before corner row y, mask row y + 1 after it: the first mask row is the empty one.
      const row0 = z * maskRowsY + y;
      const row2 = row0 + maskRowsY;
      const used =
        (maskRowUsed[row0] ?? 0) |
        (maskRowUsed[row0 + 1] ?? 0) |
        (maskRowUsed[row2] ?? 0) |
        (maskRowUsed[row2 + 1] ?? 0);
      if ((used & side) === 0) continue;
      const corner = z * cornersY + y;
      cornerRowUsed[corner] = (cornerRowUsed[corner] ?? 0) | side;
      if (kind === "surfels") markCorners(mask, surface, row0 * width, row2 * width, width, corner * width);
      else markVoxels(mask, surface, (row2 + 1) * width, width, maskRowsY * width, corner * width);
    }
  }
}

function markCorners(mask: Int32Array, surface: Int32Array, p0: number, p2: number, width: number, out: number): void {
  const p1 = p0 + width;
  const p3 = p2 + width;
  let [carryAny, carryAll] = [0, 0];
  for (let k = 0; k < width; k++) {
    const a = mask[p0 + k] ?? 0;
    const b = mask[p1 + k] ?? 0;
    const c = mask[p2 + k] ?? 0;
    const d = mask[p3 + k] ?? 0;
    // Columns of four voxels: any or all of them set; a corner sees its column and the one before.
    const any = a | b | c | d;
    const all = a & b & c & d;
    surface[out + k] = (any | (any << 1) | carryAny) & ~(all & ((all << 1) | carryAll));
    carryAny = any >>> 31;
    carryAll = all >>> 31;
  }
}

function markVoxels(mask: Int32Array, surface: Int32Array, p: number, width: number, slice: number, out: number): void {
  for (let k = 0; k < width; k++) {
    const own = mask[p + k] ?? 0;
    if (own === 0) continue;
    const before = (own << 1) | (k > 0 ? (mask[p + k - 1] ?? 0) >>> 31 : 0);
    const after = (own >>> 1) | (k + 1 < width ? (mask[p + k + 1] ?? 0) << 31 : 0);
    const y = (mask[p + k - width] ?? 0) & (mask[p + k + width] ?? 0);
    const z = (mask[p + k - slice] ?? 0) & (mask[p + k + slice] ?? 0);
    surface[out + k] = own & ~(before & after & y & z);
  }
}
