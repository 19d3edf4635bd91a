import { type Knot, sampleCurve } from "./curve.ts";
import type { Frame } from "./frame.ts";
import type { Grid } from "./grid.ts";
import type { Shape } from "./shapes.ts";
import { clamp, type Vec3 } from "./vector.ts";

/** Hounsfield units of a tissue, or of a place in it: depth below the surface and patient coordinates, in millimetres. */
export type Tissue = number | ((depthMm: number, x: number, y: number, z: number) => number);

export interface Paint {
  readonly hu: Tissue;
  /** Leave out for tissue without a label: it erases labels that it covers. */
  readonly label?: number;
  /** Paint only where this label is now. */
  readonly onlyOn?: number;
}

interface Box {
  readonly from: Vec3;
  readonly to: Vec3;
}

const FAR_MM = 1000;
const TUBE_STEP_MM = 4;

/**
 * A CT volume being painted, back to front: each shape covers what was there. A voxel gets the label whose shape holds
 * its centre, and a mixture of Hounsfield values by the share of it that the shape covers (partial volume), which is
 * estimated from the field's value over its change across the voxel; across slices, over the slice thickness.
 */
export class Canvas {
  readonly hu: Float32Array;
  readonly labels: Uint8Array;
  readonly grid: Grid;
  private readonly frame: Frame;
  private readonly thicknessRatio: number;
  private readonly rows: readonly [Float64Array, Float64Array, Float64Array];
  private field = new Float32Array(0);
  private readonly nearest = new Map<number, { f: number; voxel: number }>();

  constructor(grid: Grid, frame: Frame, sliceThicknessMm: number, background: number) {
    const voxels = grid.shape[0] * grid.shape[1] * grid.shape[2];
    this.grid = grid;
    this.frame = frame;
    this.thicknessRatio = sliceThicknessMm / grid.spacingMm[2];
    this.hu = new Float32Array(voxels).fill(background);
    this.labels = new Uint8Array(voxels);
    const row = (): Float64Array => new Float64Array(grid.shape[0]);
    this.rows = [row(), row(), row()];
  }

  /** Paints an implicit shape, given in nominal coordinates. */
  paint(shape: Shape, paint: Paint): void {
    const { scale, marginMm } = this.frame;
    const fill = (j: number, k: number, from: number, to: number): void =>
      this.frame.rowToNominal(j, k, from, to, this.rows);
    this.paintField(shape, paint, scale, marginMm, fill);
  }

  /** Paints an implicit shape that is no part of the patient, given in patient coordinates. */
  paintOutside(shape: Shape, paint: Paint): void {
    const { originMm, spacingMm } = this.grid;
    const fill = (j: number, k: number, from: number, to: number): void => {
      for (let i = from; i < to; i++) this.rows[0][i] = originMm[0] + i * spacingMm[0];
      this.rows[1].fill(originMm[1] + j * spacingMm[1]);
      this.rows[2].fill(originMm[2] + k * spacingMm[2]);
    };
    this.paintField(shape, paint, [1, 1, 1], 0, fill);
  }

  private paintField(
    shape: Shape,
    paint: Paint,
    scale: Vec3,
    marginMm: number,
    fillRow: (j: number, k: number, from: number, to: number) => void,
  ): void {
    const edge = (value: number, axis: 0 | 1 | 2, side: -1 | 1): number => (value + side * marginMm) * scale[axis];
    const box = this.boxOf(
      [edge(shape.low[0], 0, -1), edge(shape.low[1], 1, -1), edge(shape.low[2], 2, -1)],
      [edge(shape.high[0], 0, 1), edge(shape.high[1], 1, 1), edge(shape.high[2], 2, 1)],
    );
    if (!box) return;
    const { from, to } = box;
    const values = this.claimField(box);
    const { field } = shape;
    const [xs, ys, zs] = this.rows;
    let at = 0;
    for (let k = from[2]; k < to[2]; k++) {
      for (let j = from[1]; j < to[1]; j++) {
        fillRow(j, k, from[0], to[0]);
        for (let i = from[0]; i < to[0]; i++) {
          values[at++] = field(xs[i] as number, ys[i] as number, zs[i] as number);
        }
      }
    }
    this.cover(box, paint);
  }

  /** Sweeps a ball along curves (given in nominal coordinates) and paints their union. */
  paintTubes(curves: readonly (readonly Knot[])[], paint: Paint): void {
    const size = (this.frame.scale[0] + this.frame.scale[1] + this.frame.scale[2]) / 3;
    const paths = curves.map((knots) =>
      sampleCurve(knots, TUBE_STEP_MM).map(({ at, radiusMm }) => ({
        at: this.frame.toPatient(at),
        radiusMm: radiusMm * size,
      })),
    );
    const low: [number, number, number] = [FAR_MM, FAR_MM, FAR_MM];
    const high: [number, number, number] = [-FAR_MM, -FAR_MM, -FAR_MM];
    for (const { at, radiusMm } of paths.flat()) {
      for (const axis of [0, 1, 2] as const) {
        low[axis] = Math.min(low[axis], at[axis] - radiusMm);
        high[axis] = Math.max(high[axis], at[axis] + radiusMm);
      }
    }
    const box = this.boxOf(low, high);
    if (!box) return;
    const values = this.claimField(box);
    values.fill(FAR_MM, 0, boxSize(box));
    for (const path of paths) {
      for (let s = 0; s + 1 < path.length; s++) {
        const a = path[s];
        const b = path[s + 1];
        if (a && b) this.sweepSegment(box, a, b);
      }
    }
    this.cover(box, paint);
  }

  /** Takes the smaller of what the field holds and the distance to one segment with linearly changing radius. */
  private sweepSegment(box: Box, a: Knot, b: Knot): void {
    const { originMm, spacingMm } = this.grid;
    const [ax, ay, az] = a.at;
    const vx = b.at[0] - ax;
    const vy = b.at[1] - ay;
    const vz = b.at[2] - az;
    const length2 = vx * vx + vy * vy + vz * vz || 1;
    const radius = Math.max(a.radiusMm, b.radiusMm);
    const inner = this.boxOf(
      [Math.min(ax, b.at[0]) - radius, Math.min(ay, b.at[1]) - radius, Math.min(az, b.at[2]) - radius],
      [Math.max(ax, b.at[0]) + radius, Math.max(ay, b.at[1]) + radius, Math.max(az, b.at[2]) + radius],
      box,
    );
    if (!inner) return;
    const values = this.field;
    const nx = box.to[0] - box.from[0];
    const ny = box.to[1] - box.from[1];
    for (let k = inner.from[2]; k < inner.to[2]; k++) {
      const dz = originMm[2] + k * spacingMm[2] - az;
      for (let j = inner.from[1]; j < inner.to[1]; j++) {
        const dy = originMm[1] + j * spacingMm[1] - ay;
        const row = ((k - box.from[2]) * ny + j - box.from[1]) * nx - box.from[0];
        for (let i = inner.from[0]; i < inner.to[0]; i++) {
          const dx = originMm[0] + i * spacingMm[0] - ax;
          const t = clamp((dx * vx + dy * vy + dz * vz) / length2, 0, 1);
          const px = dx - t * vx;
          const py = dy - t * vy;
          const pz = dz - t * vz;
          const f = Math.sqrt(px * px + py * py + pz * pz) - a.radiusMm - t * (b.radiusMm - a.radiusMm);
          if (f < (values[row + i] as number)) values[row + i] = f;
        }
      }
    }
  }

  /** Puts paint over the voxels of a box by the field just written for it. */
  private cover(box: Box, { hu, label = 0, onlyOn }: Paint): void {
    const { from, to } = box;
    const { shape, originMm, spacingMm } = this.grid;
    const nx = to[0] - from[0];
    const ny = to[1] - from[1];
    const nz = to[2] - from[2];
    const values = this.field;
    const [sx, sy, sz] = spacingMm;
    const sliceMm = sz * this.thicknessRatio;
    const reach = 0.75 * (sx + sy + Math.max(sz, sliceMm));
    const least = 0.25 * Math.min(sx, sy, sliceMm);
    let bestF = 0.5 * Math.sqrt(sx * sx + sy * sy + sz * sz);
    let bestVoxel = -1;
    for (let k = 0; k < nz; k++) {
      const z = originMm[2] + (k + from[2]) * sz;
      for (let j = 0; j < ny; j++) {
        const y = originMm[1] + (j + from[1]) * sy;
        const rowAt = (k * ny + j) * nx;
        const rowVoxel = ((k + from[2]) * shape[1] + j + from[1]) * shape[0] + from[0];
        for (let i = 0; i < nx; i++) {
          const at = rowAt + i;
          const f = values[at] as number;
          if (f > reach) continue;
          const voxel = rowVoxel + i;
          if (onlyOn !== undefined && this.labels[voxel] !== onlyOn) continue;
          if (f < bestF) {
            bestF = f;
            bestVoxel = voxel;
          }
          let share = 1;
          if (f > -reach) {
            const width =
              change(values, at, i > 0 ? 1 : 0, i + 1 < nx ? 1 : 0, sx) +
              change(values, at, j > 0 ? nx : 0, j + 1 < ny ? nx : 0, sy) +
              change(values, at, k > 0 ? nx * ny : 0, k + 1 < nz ? nx * ny : 0, sz) * this.thicknessRatio;
            share = clamp(0.5 - f / Math.max(width, least), 0, 1);
          }
          if (share > 0) {
            const value = typeof hu === "number" ? hu : hu(-f, originMm[0] + (i + from[0]) * sx, y, z);
            const before = this.hu[voxel] as number;
            this.hu[voxel] = before + (value - before) * share;
          }
          if (f < 0) this.labels[voxel] = label;
        }
      }
    }
    if (label > 0 && bestVoxel >= 0 && bestF < (this.nearest.get(label)?.f ?? FAR_MM)) {
      this.nearest.set(label, { f: bestF, voxel: bestVoxel });
    }
  }

  /**
   * Gives a structure that the grid is too coarse for (no voxel centre inside it) the voxel nearest to its core, so
   * that what the patient has is in the reference.
   */
  keepThinStructures(): void {
    const seen = new Uint8Array(256);
    for (const label of this.labels) seen[label] = 1;
    for (const [label, { voxel }] of this.nearest) if (seen[label] === 0) this.labels[voxel] = label;
  }

  private claimField(box: Box): Float32Array {
    const size = boxSize(box);
    if (this.field.length < size) this.field = new Float32Array(size);
    return this.field;
  }

  /** Voxels of a box in patient millimetres, two wider so that edges have neighbours; undefined when none is left. */
  private boxOf(low: Vec3, high: Vec3, inside?: Box): Box | undefined {
    const { shape, originMm, spacingMm } = this.grid;
    const first = (axis: 0 | 1 | 2): number =>
      Math.max(inside?.from[axis] ?? 0, Math.floor((low[axis] - originMm[axis]) / spacingMm[axis]) - 2);
    const end = (axis: 0 | 1 | 2): number =>
      Math.min(inside?.to[axis] ?? shape[axis], Math.ceil((high[axis] - originMm[axis]) / spacingMm[axis]) + 3);
    const from: Vec3 = [first(0), first(1), first(2)];
    const to: Vec3 = [end(0), end(1), end(2)];
    return from[0] < to[0] && from[1] < to[1] && from[2] < to[2] ? { from, to } : undefined;
  }
}

/** How much the field changes across one voxel along an axis: a distance cannot change by more than the voxel's size. */
function change(values: Float32Array, at: number, back: number, ahead: number, limit: number): number {
  const steps = (back > 0 ? 1 : 0) + (ahead > 0 ? 1 : 0);
  if (steps === 0) return 0;
  const difference = Math.abs((values[at + ahead] as number) - (values[at - back] as number)) / steps;
  return Math.min(difference, limit);
}

function boxSize({ from, to }: Box): number {
  return (to[0] - from[0]) * (to[1] - from[1]) * (to[2] - from[2]);
}
