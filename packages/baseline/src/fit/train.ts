import type { Weights } from "../model/build-model.ts";
import { CLASSES, featureCount, type Variant } from "../model/variant.ts";
import type { loadRuntime } from "../predict/environment.ts";
import { buildTrainingGraph, PARAMETERS } from "./build-training-graph.ts";
import type { Samples } from "./sample-case.ts";

export interface TrainingPlan {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** A uniform source in [0, 1). */
  readonly random: () => number;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

type Runtime = Awaited<ReturnType<typeof loadRuntime>>;

/** Fits the weights to the samples by Adam (Kingma and Ba 2015) with a cosine-shaped fall of the learning rate. */
export async function train(
  runtime: Runtime,
  variant: Variant,
  samples: Samples,
  plan: TrainingPlan,
): Promise<Weights> {
  const { InferenceSession, Tensor } = runtime;
  const session = await InferenceSession.create(buildTrainingGraph(variant));
  const weights = startWeights(variant, plan.random);
  const shapes = shapesOf(variant);
  const moments = PARAMETERS.map((name) => ({
    mean: new Float32Array(weights[name].length),
    square: new Float32Array(weights[name].length),
  }));
  const size = featureCount(variant);
  const count = samples.labels.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const steps = plan.epochs * Math.floor(count / plan.batch);
  let step = 0;
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    shuffle(order, plan.random);
    let loss = 0;
    let batches = 0;
    for (let start = 0; start + plan.batch <= count; start += plan.batch) {
      const features = new Float32Array(plan.batch * size);
      const labels = new BigInt64Array(plan.batch);
      const shares = new Float32Array(plan.batch);
      let total = 0;
      for (let row = 0; row < plan.batch; row++) {
        const sample = order[start + row] ?? 0;
        features.set(samples.features.subarray(sample * size, (sample + 1) * size), row * size);
        labels[row] = samples.labels[sample] ?? 0n;
        shares[row] = samples.weights[sample] ?? 0;
        total += shares[row] ?? 0;
      }
      for (let row = 0; row < plan.batch; row++) shares[row] = (shares[row] ?? 0) / total;
      const feeds: Record<string, InstanceType<typeof Tensor>> = {
        features: new Tensor("float32", features, [plan.batch, size]),
        labels: new Tensor("int64", labels, [plan.batch]),
        weights: new Tensor("float32", shares, [plan.batch]),
      };
      for (const name of PARAMETERS) feeds[name] = new Tensor("float32", weights[name], shapes[name]);
      const result = await session.run(feeds);
      step++;
      const rate = plan.learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 1e-6;
      for (const [index, name] of PARAMETERS.entries()) {
        const gradient = result[`${name}Gradient`]?.data;
        const moment = moments[index];
        if (gradient instanceof Float32Array && moment) adamStep(weights[name], gradient, moment, rate, step);
      }
      loss += Number(result.loss?.data[0]);
      batches++;
    }
    plan.onEpoch?.(epoch + 1, loss / batches);
  }
  await session.release();
  return weights;
}

function adamStep(
  values: Float32Array,
  gradient: Float32Array,
  { mean, square }: { mean: Float32Array; square: Float32Array },
  rate: number,
  step: number,
): void {
  const meanCorrection = 1 - 0.9 ** step;
  const squareCorrection = 1 - 0.999 ** step;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i] as number;
    const m = 0.9 * (mean[i] as number) + 0.1 * g;
    const s = 0.999 * (square[i] as number) + 0.001 * g * g;
    mean[i] = m;
    square[i] = s;
    values[i] = (values[i] as number) - (rate * (m / meanCorrection)) / (Math.sqrt(s / squareCorrection) + 1e-8);
  }
}

function shapesOf(variant: Variant): Record<(typeof PARAMETERS)[number], number[]> {
  const [units, secondUnits] = variant.hidden;
  return {
    first: [featureCount(variant), units],
    firstBias: [units],
    second: [units, secondUnits],
    secondBias: [secondUnits],
    third: [secondUnits, CLASSES],
    thirdBias: [CLASSES],
  };
}

/** He et al. 2015: deviation √(2 / inputs), here by uniform numbers of the same deviation. */
function startWeights(variant: Variant, random: () => number): Weights {
  const shapes = shapesOf(variant);
  const fill = (name: "first" | "second" | "third"): Float32Array => {
    const [inputs = 1, outputs = 1] = shapes[name];
    const bound = Math.sqrt(6 / inputs);
    return Float32Array.from({ length: inputs * outputs }, () => (2 * random() - 1) * bound);
  };
  const zeros = (name: "firstBias" | "secondBias" | "thirdBias"): Float32Array =>
    new Float32Array(shapes[name][0] ?? 0);
  return {
    first: fill("first"),
    firstBias: zeros("firstBias"),
    second: fill("second"),
    secondBias: zeros("secondBias"),
    third: fill("third"),
    thirdBias: zeros("thirdBias"),
  };
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
}
