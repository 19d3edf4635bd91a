import type { InferenceSession, Tensor } from "onnxruntime-node";
import { PADDING_HU, reachOf, SMOOTHING_MARGIN, type Triple, type Variant } from "../model/variant.ts";
import { type Body, locateBody, placeInBody } from "./locate-body.ts";
import { expandLabels, resample, resampledShape } from "./resample.ts";

/** A scan: Hounsfield units, x fastest, axes towards the patient's right, front and head. */
export interface Scan {
  readonly data: ArrayLike<number>;
  readonly shape: Triple;
  readonly spacingMm: Triple;
}

export interface Model {
  readonly variant: Variant;
  readonly session: InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** Body muscle stops short of the skin; structures all lie inside it but for a voxel or two. */
const BODY_MARGIN = 2;

/** Segments a scan: the model slides over the body in tiles, at its own spacing. Gives labels on the scan's grid. */
export async function predictVolume(model: Model, scan: Scan): Promise<Uint8Array> {
  const { variant } = model;
  const shape = resampledShape(scan.shape, scan.spacingMm, variant.spacingMm);
  const { data } = resample(scan.data, scan.shape, shape);
  const body = locateBody(data, shape);
  const labels = new Uint8Array(data.length);
  for (const tile of tilesOver(body, shape, variant.tile)) {
    const found = await predictTile(model, { data, shape }, body, tile);
    pasteTile(found, tile, labels, shape);
  }
  return expandLabels(labels, shape, scan.shape);
}

interface Tile {
  readonly from: Triple;
  readonly size: Triple;
}

function* tilesOver(body: Body, shape: Triple, largest: Triple): Generator<Tile> {
  const starts = ([0, 1, 2] as const).map((axis) => {
    const first = Math.max(0, body.low[axis] - BODY_MARGIN);
    const end = Math.min(shape[axis], body.high[axis] + 1 + BODY_MARGIN);
    const count = Math.ceil((end - first) / largest[axis]);
    const edge = (i: number): number => first + Math.round((i * (end - first)) / count);
    return Array.from({ length: count }, (_, i) => ({ from: edge(i), size: edge(i + 1) - edge(i) }));
  });
  const [xs = [], ys = [], zs = []] = starts;
  for (const z of zs) {
    for (const y of ys) {
      for (const x of xs) yield { from: [x.from, y.from, z.from], size: [x.size, y.size, z.size] };
    }
  }
}

async function predictTile(
  { variant, session, Tensor }: Model,
  volume: { data: Float32Array; shape: Triple },
  body: Body,
  { from, size }: Tile,
): Promise<Uint8Array> {
  const reach = reachOf(variant.branches);
  const margin = (axis: 0 | 1 | 2): number => reach[axis] + SMOOTHING_MARGIN;
  const inputSize: Triple = [size[0] + 2 * margin(0), size[1] + 2 * margin(1), size[2] + 2 * margin(2)];
  const origin: Triple = [from[0] - margin(0), from[1] - margin(1), from[2] - margin(2)];
  const place = (axis: 0 | 1 | 2): Tensor => {
    const length = size[axis] + 2 * SMOOTHING_MARGIN;
    const first = from[axis] - SMOOTHING_MARGIN;
    return new Tensor(
      "float32",
      Float32Array.from({ length }, (_, i) => placeInBody(body, axis, first + i)),
      [length],
    );
  };
  const { labels } = await session.run({
    hu: new Tensor("float32", cutTile(volume, origin, inputSize), [1, 1, inputSize[2], inputSize[1], inputSize[0]]),
    x: place(0),
    y: place(1),
    z: place(2),
  });
  if (!(labels?.data instanceof Uint8Array)) throw new Error("the model gave no labels");
  return labels.data;
}

/** A box of the volume, with air where it reaches beyond. */
function cutTile({ data, shape }: { data: Float32Array; shape: Triple }, origin: Triple, size: Triple): Float32Array {
  const out = new Float32Array(size[0] * size[1] * size[2]).fill(PADDING_HU);
  const from = Math.max(0, origin[0]);
  const to = Math.min(shape[0], origin[0] + size[0]);
  for (let z = 0; z < size[2]; z++) {
    const k = origin[2] + z;
    if (k < 0 || k >= shape[2]) continue;
    for (let y = 0; y < size[1]; y++) {
      const j = origin[1] + y;
      if (j < 0 || j >= shape[1]) continue;
      const row = (k * shape[1] + j) * shape[0];
      out.set(data.subarray(row + from, row + to), (z * size[1] + y) * size[0] + from - origin[0]);
    }
  }
  return out;
}

function pasteTile(found: Uint8Array, { from, size }: Tile, labels: Uint8Array, shape: Triple): void {
  for (let z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      const start = (z * size[1] + y) * size[0];
      labels.set(found.subarray(start, start + size[0]), ((from[2] + z) * shape[1] + from[1] + y) * shape[0] + from[0]);
    }
  }
}
