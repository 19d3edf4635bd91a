import { CLASSES, type Triple } from "../model/variant.ts";
import { type Body, placeInBody } from "../predict/locate-body.ts";

const ATLAS_SHAPE: Triple = [64, 56, 96];
const ATLAS_REACH = 1.1;

/** The rival to beat: the most frequent label of the training cases at each place in the body, whatever the image. */
export class Atlas {
  private readonly counts = new Uint16Array(ATLAS_SHAPE[0] * ATLAS_SHAPE[1] * ATLAS_SHAPE[2] * CLASSES);

  add(labels: Uint8Array, shape: Triple, body: Body): void {
    eachCell(shape, body, (voxel, cell) => {
      const at = cell * CLASSES + (labels[voxel] ?? 0);
      this.counts[at] = (this.counts[at] ?? 0) + 1;
    });
  }

  predict(shape: Triple, body: Body): Uint8Array {
    const out = new Uint8Array(shape[0] * shape[1] * shape[2]);
    eachCell(shape, body, (voxel, cell) => {
      let best = 0;
      for (let label = 1; label < CLASSES; label++) {
        if ((this.counts[cell * CLASSES + label] ?? 0) > (this.counts[cell * CLASSES + best] ?? 0)) best = label;
      }
      out[voxel] = best;
    });
    return out;
  }
}

/** Calls with every voxel inside the atlas' reach and its cell. */
function eachCell(shape: Triple, body: Body, visit: (voxel: number, cell: number) => void): void {
  const cells = ([0, 1, 2] as const).map((axis) =>
    Int32Array.from({ length: shape[axis] }, (_, i) => {
      const place = (placeInBody(body, axis, i) / ATLAS_REACH + 1) / 2;
      return place >= 0 && place < 1 ? Math.floor(place * ATLAS_SHAPE[axis]) : -1;
    }),
  );
  const [xs, ys, zs] = cells as [Int32Array, Int32Array, Int32Array];
  let voxel = 0;
  for (let k = 0; k < shape[2]; k++) {
    for (let j = 0; j < shape[1]; j++) {
      for (let i = 0; i < shape[0]; i++, voxel++) {
        const [x, y, z] = [xs[i] as number, ys[j] as number, zs[k] as number];
        if (x >= 0 && y >= 0 && z >= 0) visit(voxel, (z * ATLAS_SHAPE[1] + y) * ATLAS_SHAPE[0] + x);
      }
    }
  }
}
