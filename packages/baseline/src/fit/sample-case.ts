import { generateCase } from "@bodymark/phantom";
import { CLASSES, featureCount, type Triple, type Variant } from "../model/variant.ts";
import { locateBody } from "../predict/locate-body.ts";
import { resample } from "../predict/resample.ts";
import { computeFeatureMaps } from "./feature-maps.ts";
import { gatherFeatures } from "./gather-features.ts";

/** Voxels drawn for fitting: a row of features, the label, and how many voxels of the scan the row stands for. */
export interface Samples {
  readonly features: Float32Array;
  readonly labels: BigInt64Array;
  readonly weights: Float32Array;
}

/** Draws at most so many voxels of each structure, and of background inside and just outside the body. */
export interface Draw {
  readonly perStructure: number;
  readonly background: number;
}

const BODY_MARGIN = 3;

/** Some patients are scanned more coarsely than the model works, so that it copes with other grids than its own. */
const COARSENESS = [1, 1, 1.35, 1, 2];

/** The same patient scanned with so many times fewer voxels along each axis, as the predictor would resample it. */
function scanCoarsely(seed: number, index: number, shape: Triple, coarseness: number): Float32Array {
  const fewer = (size: number): number => Math.round(size / coarseness);
  const coarse: Triple = [fewer(shape[0]), fewer(shape[1]), fewer(shape[2])];
  return resample(generateCase({ seed, index, shape: coarse }).image, coarse, shape).data;
}

/** Voxels of one training phantom at the variant's spacing, drawn evenly within each label by a stride. */
export function sampleCase(variant: Variant, seed: number, index: number, draw: Draw): Samples {
  const { shape, labels, image: sharp } = generateCase({ seed, index, spacingMm: variant.spacingMm });
  const coarseness = COARSENESS[index % COARSENESS.length] ?? 1;
  const image = coarseness === 1 ? sharp : scanCoarsely(seed, index, shape, coarseness);
  const body = locateBody(image, shape);
  const maps = computeFeatureMaps(variant, image, shape);
  const places: number[][] = Array.from({ length: CLASSES }, () => []);
  const clampTo = (axis: 0 | 1 | 2): { from: number; to: number } => ({
    from: Math.max(0, body.low[axis] - BODY_MARGIN),
    to: Math.min(shape[axis] - 1, body.high[axis] + BODY_MARGIN),
  });
  const [xs, ys, zs] = [clampTo(0), clampTo(1), clampTo(2)];
  for (let z = zs.from; z <= zs.to; z++) {
    for (let y = ys.from; y <= ys.to; y++) {
      for (let x = xs.from; x <= xs.to; x++) {
        const at = (z * shape[1] + y) * shape[0] + x;
        places[labels[at] ?? 0]?.push(at);
      }
    }
  }
  const chosen = places.flatMap((all, label) => {
    const wanted = Math.min(all.length, label === 0 ? draw.background : draw.perStructure);
    // A stride that shares no factor with small periods, from a start of the case's own.
    const stride = all.length / Math.max(1, wanted);
    const start = ((index * 0.618034) % 1) * stride;
    return Array.from({ length: wanted }, (_, i) => ({
      at: all[Math.min(all.length - 1, Math.floor(start + i * stride))] ?? 0,
      label,
      weight: stride,
    }));
  });
  const size = featureCount(variant);
  const features = new Float32Array(chosen.length * size);
  for (const [row, { at }] of chosen.entries()) {
    const voxel: Triple = [at % shape[0], Math.floor(at / shape[0]) % shape[1], Math.floor(at / shape[0] / shape[1])];
    gatherFeatures(variant, maps, body, voxel, features, row * size);
  }
  return {
    features,
    labels: BigInt64Array.from(chosen, ({ label }) => BigInt(label)),
    weights: Float32Array.from(chosen, ({ weight }) => weight),
  };
}
