import type { Grid } from "./grid.ts";
import type { Random } from "./random.ts";
import type { Vec3 } from "./vector.ts";

/** Control points reach this far from the anatomy's centre; beyond it the last ones go on. */
const REACH_MM = 420;

/** The four weights of a uniform cubic B-spline at `t` in [0, 1). */
function writeWeights(t: number, out: Float64Array, at: number): void {
  const u = 1 - t;
  const t2 = t * t;
  const t3 = t2 * t;
  out[at] = (u * u * u) / 6;
  out[at + 1] = (3 * t3 - 6 * t2 + 4) / 6;
  out[at + 2] = (-3 * t3 + 3 * t2 + 3 * t + 1) / 6;
  out[at + 3] = t3 / 6;
}

/**
 * A smooth random field over patient space: a uniform cubic B-spline of `channels` values per control point, control
 * points `stepMm` apart, coefficients uniform in ±`amplitude`. Deviation of the field is about 0.19 of the amplitude
 * (0.58 for the uniform coefficients, 0.479^1.5 for the spline).
 */
export class Lattice {
  readonly channels: number;
  private readonly stepMm: number;
  private readonly count: number;
  private readonly coefficients: Float64Array;
  private readonly weights = new Float64Array(8);
  private readonly row: Float64Array;
  private readonly rowIndex: Int32Array;
  private readonly rowWeights: Float64Array;
  private readonly grid: Grid;

  constructor(random: Random, options: { stepMm: number; channels: number; amplitude: number; grid: Grid }) {
    const { stepMm, channels, amplitude, grid } = options;
    this.stepMm = stepMm;
    this.channels = channels;
    this.grid = grid;
    this.count = Math.ceil((2 * REACH_MM) / stepMm) + 4;
    this.coefficients = new Float64Array(this.count * this.count * this.count * channels);
    for (let i = 0; i < this.coefficients.length; i++) this.coefficients[i] = random.between(-amplitude, amplitude);
    this.row = new Float64Array(this.count * channels);
    this.rowIndex = new Int32Array(grid.shape[0]);
    this.rowWeights = new Float64Array(grid.shape[0] * 4);
    for (let i = 0; i < grid.shape[0]; i++) {
      this.rowIndex[i] = this.locate(grid.originMm[0] + i * grid.spacingMm[0], this.rowWeights, i * 4);
    }
  }

  /** Index of the first of four control points around a coordinate; writes their weights. */
  private locate(mm: number, weights: Float64Array, at: number): number {
    const position = (mm + REACH_MM) / this.stepMm + 1;
    const low = position < 1 ? 1 : Math.min(position, this.count - 3);
    const cell = Math.min(Math.floor(low), this.count - 3);
    writeWeights(low - cell, weights, at);
    return cell - 1;
  }

  /** Adds the field at voxels `from` to `to` (exclusive) of row (j, k) of the grid to `out`, channel by channel. */
  addRow(j: number, k: number, from: number, to: number, out: readonly Float64Array[]): void {
    const { count, channels, coefficients, weights, row, rowIndex, rowWeights, grid } = this;
    const y = this.locate(grid.originMm[1] + j * grid.spacingMm[1], weights, 0);
    const z = this.locate(grid.originMm[2] + k * grid.spacingMm[2], weights, 4);
    row.fill(0);
    for (let dz = 0; dz < 4; dz++) {
      for (let dy = 0; dy < 4; dy++) {
        const weight = (weights[dy] as number) * (weights[4 + dz] as number);
        const start = ((z + dz) * count + y + dy) * count * channels;
        for (let i = 0; i < row.length; i++) {
          row[i] = (row[i] as number) + weight * (coefficients[start + i] as number);
        }
      }
    }
    for (const [channel, values] of out.entries()) {
      for (let i = from; i < to; i++) {
        const at = (rowIndex[i] as number) * channels + channel;
        const w = i * 4;
        values[i] =
          (values[i] as number) +
          (rowWeights[w] as number) * (row[at] as number) +
          (rowWeights[w + 1] as number) * (row[at + channels] as number) +
          (rowWeights[w + 2] as number) * (row[at + 2 * channels] as number) +
          (rowWeights[w + 3] as number) * (row[at + 3 * channels] as number);
      }
    }
  }

  /** The first three channels at a point of patient space. */
  at(point: Vec3): Vec3 {
    const w = new Float64Array(12);
    const x = this.locate(point[0], w, 0);
    const y = this.locate(point[1], w, 4);
    const z = this.locate(point[2], w, 8);
    const sums: [number, number, number] = [0, 0, 0];
    for (let dz = 0; dz < 4; dz++) {
      for (let dy = 0; dy < 4; dy++) {
        for (let dx = 0; dx < 4; dx++) {
          const weight = (w[dx] as number) * (w[4 + dy] as number) * (w[8 + dz] as number);
          const start = (((z + dz) * this.count + y + dy) * this.count + x + dx) * this.channels;
          sums[0] += weight * (this.coefficients[start] as number);
          sums[1] += weight * (this.coefficients[start + 1] as number);
          sums[2] += weight * (this.coefficients[start + 2] as number);
        }
      }
    }
    return sums;
  }
}
