import type { LabelExtent, LabelOf, LabelRuns, StoredVoxels } from "./label-runs.ts";

/** Keeps the labels of a volume that has too many runs, with each label's extent: one or two bytes a voxel. */
export function keepDense(
  data: StoredVoxels,
  shape: readonly [number, number, number],
  labelOf: LabelOf,
  shared: boolean,
): LabelRuns {
  const [nx, ny, nz] = shape;
  const labels = toLabels(data, labelOf, shared);
  // x0, x1, y0, y1, z0, z1, voxels of each label.
  const extents = new Int32Array(65536 * 6);
  const voxels = new Float64Array(65536);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = (z * ny + y) * nx;
      for (let x = 0; x < nx; x++) {
        const label = labels[row + x] ?? 0;
        if (label === 0) continue;
        const at = label * 6;
        if (voxels[label] === 0) extents.set([x, x, y, y, z, z], at);
        voxels[label] = (voxels[label] ?? 0) + 1;
        if (x < (extents[at] ?? 0)) extents[at] = x;
        if (x > (extents[at + 1] ?? 0)) extents[at + 1] = x;
        if (y < (extents[at + 2] ?? 0)) extents[at + 2] = y;
        if (y > (extents[at + 3] ?? 0)) extents[at + 3] = y;
        extents[at + 5] = z;
      }
    }
  }
  const found: LabelExtent[] = [];
  for (let label = 1; label < 65536; label++) {
    const count = voxels[label] ?? 0;
    if (count === 0) continue;
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0, z0 = 0, z1 = 0] = extents.subarray(label * 6, label * 6 + 6);
    found.push({ label, voxels: count, firstRun: 0, endRun: count, box: { x0, x1, y0, y1, z0, z1 } });
  }
  return { shape, dense: labels, rows: new Uint32Array(0), spans: new Uint32Array(0), extents: found };
}

function toLabels(data: StoredVoxels, labelOf: LabelOf, shared: boolean): Uint8Array | Uint16Array {
  const buffer = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  // Labels above 255 may appear at any voxel, so a second try starts over with two bytes each.
  const table = new Map<number | bigint, number>();
  const narrow = new Uint8Array(buffer(data.length));
  if (fill(narrow, data, labelOf, table)) return narrow;
  const wide = new Uint16Array(buffer(data.length * 2));
  fill(wide, data, labelOf, table);
  return wide;
}

function fill(
  labels: Uint8Array | Uint16Array,
  data: StoredVoxels,
  labelOf: LabelOf,
  table: Map<number | bigint, number>,
): boolean {
  let previous: number | bigint = 0;
  let label = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value !== previous) {
      let known = table.get(value);
      if (known === undefined) {
        known = labelOf(value);
        table.set(value, known);
      }
      previous = value;
      label = known;
      if (label > 255 && labels instanceof Uint8Array) return false;
    }
    labels[i] = label;
  }
  return true;
}
