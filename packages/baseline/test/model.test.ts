import { generateCase } from "@bodymark/phantom";
import { describe, expect, it } from "vitest";
import { computeFeatureMaps } from "../src/fit/feature-maps.ts";
import { gatherFeatures } from "../src/fit/gather-features.ts";
import { type Samples, sampleCase } from "../src/fit/sample-case.ts";
import { train } from "../src/fit/train.ts";
import { buildModel, type Weights } from "../src/model/build-model.ts";
import { CLASSES, featureCount, type Triple, VARIANTS, type Variant } from "../src/model/variant.ts";
import { loadRuntime } from "../src/predict/environment.ts";
import { locateBody } from "../src/predict/locate-body.ts";
import { predictVolume } from "../src/predict/predict-volume.ts";

const SMALL: Variant = {
  ...VARIANTS.fast,
  spacingMm: [12, 12, 18],
  branches: [
    { pool: [1, 1, 1], dilation: [1, 1, 1] },
    { pool: [3, 3, 1], dilation: [2, 3, 1] },
  ],
  hidden: [7, 5],
  tile: [9, 8, 10],
};

function randomWeights(variant: Variant): Weights {
  let state = 1;
  const fill = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    });
  const [units, second] = variant.hidden;
  return {
    first: fill(featureCount(variant) * units),
    firstBias: fill(units),
    second: fill(units * second),
    secondBias: fill(second),
    third: fill(second * CLASSES),
    thirdBias: fill(CLASSES),
  };
}

/** The network's class scores at one voxel, from gathered features: the definition, in plain loops. */
function classScores(variant: Variant, weights: Weights, features: Float32Array): number[] {
  const layer = (input: ArrayLike<number>, matrix: Float32Array, bias: Float32Array): number[] =>
    Array.from(bias, (start, o) => {
      let sum = start;
      for (let i = 0; i < input.length; i++) sum += (input[i] ?? 0) * (matrix[i * bias.length + o] ?? 0);
      return sum;
    });
  const relu = (values: number[]): number[] => values.map((value) => Math.max(0, value));
  const first = relu(layer(features, weights.first, weights.firstBias));
  const second = relu(layer(first, weights.second, weights.secondBias));
  const logits = layer(second, weights.third, weights.thirdBias);
  expect(variant.hidden).toEqual([first.length, second.length]);
  return logits;
}

describe("the ONNX model", () => {
  it("computes what its definition says, tile by tile, up to the scan's border", async () => {
    const { InferenceSession, Tensor } = await loadRuntime();
    const weights = randomWeights(SMALL);
    const session = await InferenceSession.create(buildModel(SMALL, weights));
    const { image, shape } = generateCase({ seed: 3, index: 0, spacingMm: SMALL.spacingMm });
    const labels = await predictVolume(
      { variant: SMALL, session, Tensor },
      { data: image, shape, spacingMm: SMALL.spacingMm },
    );
    const body = locateBody(image, shape);
    const maps = computeFeatureMaps(SMALL, image, shape);
    const features = new Float32Array(featureCount(SMALL));
    const at = (voxel: Triple): number[] => {
      gatherFeatures(SMALL, maps, body, voxel, features, 0);
      return classScores(SMALL, weights, features);
    };
    let compared = 0;
    for (let index = 0; index < 40; index++) {
      const inside = (axis: 0 | 1 | 2): number =>
        Math.max(1, body.low[axis]) +
        ((index * (3 + axis * 2)) % (Math.min(shape[axis] - 2, body.high[axis]) - Math.max(1, body.low[axis])));
      const centre: Triple = [inside(0), inside(1), inside(2)];
      const smooth = new Array<number>(CLASSES).fill(0);
      for (let tap = 0; tap < 27; tap++) {
        const [dx, dy, dz] = [(tap % 3) - 1, (Math.floor(tap / 3) % 3) - 1, Math.floor(tap / 9) - 1];
        for (const [label, value] of at([centre[0] + dx, centre[1] + dy, centre[2] + dz]).entries()) {
          smooth[label] = (smooth[label] ?? 0) + value / 27;
        }
      }
      const found = labels[(centre[2] * shape[1] + centre[1]) * shape[0] + centre[0]] ?? 0;
      // Ties within rounding aside, the label is the one that scores highest.
      expect(smooth[found]).toBeGreaterThan(Math.max(...smooth) - 1e-4);
      compared++;
    }
    expect(compared).toBe(40);
  });
});

describe("fitting", () => {
  it("lowers the loss and learns from phantoms alone", async () => {
    const runtime = await loadRuntime();
    const variant: Variant = { ...SMALL, hidden: [24, 16] };
    const parts = [0, 1].map((index) => sampleCase(variant, 11, index, { perStructure: 12, background: 60 }));
    const size = featureCount(variant);
    const samples: Samples = {
      features: Float32Array.from(parts.flatMap(({ features }) => [...features])),
      labels: BigInt64Array.from(parts.flatMap(({ labels }) => [...labels])),
      weights: new Float32Array(parts.reduce((sum, { labels }) => sum + labels.length, 0)).fill(1),
    };
    expect(samples.features.length).toBe(samples.labels.length * size);
    const losses: number[] = [];
    let state = 5;
    await train(runtime, variant, samples, {
      epochs: 20,
      batch: 64,
      learningRate: 1e-2,
      random: () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      },
      onEpoch: (_, loss) => losses.push(loss),
    });
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.5);
  });
});
