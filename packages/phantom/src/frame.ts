import type { Grid } from "./grid.ts";
import { Lattice } from "./lattice.ts";
import type { Random } from "./random.ts";
import type { Vec3 } from "./vector.ts";

const WARP_STEP_MM = 70;
const WARP_AMPLITUDE_MM = 26;

/** Up to this many voxels the displaced coordinates are kept (12 bytes each) instead of computed for each shape. */
const KEPT_VOXELS = 20_000_000;

type Rows = readonly [Float64Array, Float64Array, Float64Array];

/**
 * From a patient to the anatomy that the shapes are written in: millimetres of a nominal adult, the patient's size
 * divided out, and a smooth displacement (about 5 mm) so that no two patients' organs have the same outline.
 */
export class Frame {
  /** No displacement is larger, in nominal millimetres. */
  readonly marginMm = WARP_AMPLITUDE_MM;
  readonly scale: Vec3;
  private readonly warp: Lattice;
  private readonly grid: Grid;
  private readonly known: Uint8Array;
  private readonly kept: Float32Array | undefined;

  constructor(random: Random, scale: Vec3, grid: Grid) {
    this.scale = scale;
    this.grid = grid;
    const [nx, ny, nz] = grid.shape;
    this.known = new Uint8Array(ny * nz);
    this.kept = nx * ny * nz <= KEPT_VOXELS ? new Float32Array(3 * nx * ny * nz) : undefined;
    this.warp = new Lattice(random, { stepMm: WARP_STEP_MM, channels: 3, amplitude: WARP_AMPLITUDE_MM, grid });
  }

  /** Writes the nominal coordinates of voxels `from` to `to` of row (j, k) into the three arrays, indexed by voxel. */
  rowToNominal(j: number, k: number, from: number, to: number, out: Rows): void {
    const [nx, ny] = this.grid.shape;
    const row = k * ny + j;
    if (!this.kept) {
      this.computeRow(j, k, from, to, out);
      return;
    }
    const start = row * nx * 3;
    if (this.known[row] === 0) {
      this.computeRow(j, k, 0, nx, out);
      for (let i = 0; i < nx; i++) {
        for (const axis of [0, 1, 2] as const) this.kept[start + axis * nx + i] = out[axis][i] as number;
      }
      this.known[row] = 1;
    }
    for (const axis of [0, 1, 2] as const) {
      const coordinates = out[axis];
      const base = start + axis * nx;
      for (let i = from; i < to; i++) coordinates[i] = this.kept[base + i] as number;
    }
  }

  private computeRow(j: number, k: number, from: number, to: number, out: Rows): void {
    const { originMm, spacingMm } = this.grid;
    const y = (originMm[1] + j * spacingMm[1]) / this.scale[1];
    const z = (originMm[2] + k * spacingMm[2]) / this.scale[2];
    for (let i = from; i < to; i++) {
      out[0][i] = (originMm[0] + i * spacingMm[0]) / this.scale[0];
      out[1][i] = y;
      out[2][i] = z;
    }
    this.warp.addRow(j, k, from, to, out);
  }

  /** Where a nominal point lies in the patient: the inverse, by fixed-point iteration (the displacement contracts). */
  toPatient(nominal: Vec3): Vec3 {
    let point: Vec3 = nominal;
    for (let round = 0; round < 8; round++) {
      const shift = this.warp.at(point);
      point = [
        (nominal[0] - shift[0]) * this.scale[0],
        (nominal[1] - shift[1]) * this.scale[1],
        (nominal[2] - shift[2]) * this.scale[2],
      ];
    }
    return point;
  }
}
