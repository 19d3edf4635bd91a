/**
 * Fits the baseline on phantoms and writes its models and their report:
 * `node packages/baseline/fit.ts [--cases 80] [--epochs 24] [--variant accurate|fast]`.
 * Training, test and demo cases come from different seeds.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { generateCase, PHANTOM_STRUCTURES } from "@bodymark/phantom";
import { Atlas } from "./src/fit/atlas.ts";
import { diceByLabel, meanDice } from "./src/fit/dice-by-label.ts";
import { type Samples, sampleCase } from "./src/fit/sample-case.ts";
import { train } from "./src/fit/train.ts";
import { buildModel } from "./src/model/build-model.ts";
import { CLASSES, featureCount, VARIANTS, type Variant } from "./src/model/variant.ts";
import { loadRuntime } from "./src/predict/environment.ts";
import { locateBody } from "./src/predict/locate-body.ts";
import { predictVolume } from "./src/predict/predict-volume.ts";

const TRAINING_SEED = 20_260_101;
const TEST_SEED = 4_711;
/** Between 0 (every label counts alike) and 1 (every voxel does): Dice wants something in the middle. */
const VOXEL_WEIGHT_POWER = 0.5;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "80" },
    test: { type: "string", default: "10" },
    epochs: { type: "string", default: "24" },
    variant: { type: "string" },
    "per-structure": { type: "string", default: "160" },
    background: { type: "string", default: "3000" },
  },
});
const cases = Number(values.cases);
const testCases = Number(values.test);
const runtime = await loadRuntime();
const models = new URL("models/", import.meta.url);
await mkdir(models, { recursive: true });
const reportFile = new URL("report.json", models);
const report: Record<string, unknown> = await readFile(reportFile, "utf8").then(JSON.parse, () => ({}));

for (const variant of Object.values(VARIANTS)) {
  if (values.variant !== undefined && values.variant !== variant.name) continue;
  const samples = drawSamples(variant);
  const weights = await train(runtime, variant, samples, {
    epochs: Number(values.epochs),
    batch: 1024,
    learningRate: 2e-3,
    random: uniform(1),
    onEpoch: (epoch, loss) => process.stderr.write(`${variant.name} epoch ${epoch}: loss ${loss.toFixed(4)}\n`),
  });
  const file = buildModel(variant, weights);
  await writeFile(new URL(`${variant.name}.onnx`, models), file);
  report[variant.name] = await evaluate(variant, file);
}
if (values.variant === undefined || values.variant === "atlas") report.atlas = evaluateAtlas();
await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`);

function drawSamples(variant: Variant): Samples {
  const parts: Samples[] = [];
  for (let index = 0; index < cases; index++) {
    const draw = { perStructure: Number(values["per-structure"]), background: Number(values.background) };
    parts.push(sampleCase(variant, TRAINING_SEED, index, draw));
    if (index % 10 === 9) process.stderr.write(`${variant.name}: ${index + 1} of ${cases} training cases drawn\n`);
  }
  const count = parts.reduce((sum, part) => sum + part.labels.length, 0);
  const size = featureCount(variant);
  const all = {
    features: new Float32Array(count * size),
    labels: new BigInt64Array(count),
    weights: new Float32Array(count),
  };
  let at = 0;
  for (const part of parts) {
    all.features.set(part.features, at * size);
    all.labels.set(part.labels, at);
    all.weights.set(
      part.weights.map((weight) => weight ** VOXEL_WEIGHT_POWER),
      at,
    );
    at += part.labels.length;
  }
  return all;
}

async function evaluate(variant: Variant, file: Uint8Array) {
  const session = await runtime.InferenceSession.create(file, { intraOpNumThreads: 1 });
  const dice: (number | null)[][] = [];
  const timesMs: number[] = [];
  for (let index = 0; index < testCases; index++) {
    const phantom = generateCase({ seed: TEST_SEED, index });
    const start = performance.now();
    const labels = await predictVolume(
      { variant, session, Tensor: runtime.Tensor },
      { data: phantom.image, shape: phantom.shape, spacingMm: phantom.spacingMm },
    );
    timesMs.push(performance.now() - start);
    dice.push(diceByLabel(phantom.labels, labels));
  }
  return {
    ...describe(dice),
    medianMs: Math.round(timesMs.sort((a, b) => a - b)[Math.floor(timesMs.length / 2)] ?? 0),
  };
}

function evaluateAtlas() {
  const atlas = new Atlas();
  for (let index = 0; index < cases; index++) {
    const { image, labels, shape } = generateCase({ seed: TRAINING_SEED, index });
    atlas.add(labels, shape, locateBody(image, shape));
  }
  const dice: (number | null)[][] = [];
  for (let index = 0; index < testCases; index++) {
    const { image, labels, shape } = generateCase({ seed: TEST_SEED, index });
    dice.push(diceByLabel(labels, atlas.predict(shape, locateBody(image, shape))));
  }
  return describe(dice);
}

function describe(dice: (number | null)[][]) {
  const { mean, byLabel } = meanDice(dice);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const structures = PHANTOM_STRUCTURES.map(({ label, name }) => [name, round(byLabel[label] ?? 0)] as const);
  const result = {
    trainingCases: cases,
    testCases,
    meanDice: round(mean),
    above02: structures.filter(([, value]) => value > 0.2).length,
    dice: Object.fromEntries(structures),
  };
  process.stderr.write(`${JSON.stringify(result)}\n`);
  if (byLabel.length !== CLASSES) throw new Error("a label is missing");
  return result;
}

/** Mulberry32: small, seeded, good enough to shuffle. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
