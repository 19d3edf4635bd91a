import { readFile } from "node:fs/promises";
import { generateCase } from "@bodymark/phantom";
import { describe, expect, it } from "vitest";
import { Atlas } from "../src/fit/atlas.ts";
import { diceByLabel, meanDice } from "../src/fit/dice-by-label.ts";
import { VARIANTS, type VariantName } from "../src/model/variant.ts";
import { locateBody } from "../src/predict/locate-body.ts";
import { openModel } from "../src/predict/open-model.ts";
import { predictVolume } from "../src/predict/predict-volume.ts";

/** A coarser grid than the models': the predictor resamples, and the test stays quick. */
const SPACING = [4, 4, 6] as const;
const UNSEEN = [0, 1].map((index) => generateCase({ seed: 987_654, index, spacingMm: SPACING }));

async function score(variant: VariantName) {
  const model = await openModel(variant, await readFile(new URL(`../models/${variant}.onnx`, import.meta.url)));
  const dice: (number | null)[][] = [];
  // Processor time, not wall-clock time: the tests run beside others.
  const start = process.cpuUsage();
  for (const { image, shape, spacingMm, labels } of UNSEEN) {
    dice.push(diceByLabel(labels, await predictVolume(model, { data: image, shape, spacingMm })));
  }
  const { user, system } = process.cpuUsage(start);
  await model.session.release();
  return { ...meanDice(dice), cpuMs: (user + system) / 1000 };
}

function scoreAtlas(): number {
  const atlas = new Atlas();
  for (let index = 0; index < 8; index++) {
    const { image, labels, shape } = generateCase({ seed: 20_260_101, index, spacingMm: [6, 6, 9] });
    atlas.add(labels, shape, locateBody(image, shape));
  }
  return meanDice(
    UNSEEN.map(({ image, labels, shape }) => diceByLabel(labels, atlas.predict(shape, locateBody(image, shape)))),
  ).mean;
}

describe("the models on seeds that they were not fitted on", () => {
  it("beat a constant atlas by far; the fast one is quicker and worse", async () => {
    const accurate = await score("accurate");
    const fast = await score("fast");
    const atlas = scoreAtlas();
    expect(accurate.mean).toBeGreaterThan(0.5);
    expect(accurate.mean).toBeLessThan(0.9);
    expect(accurate.mean).toBeGreaterThan(atlas + 0.1);
    expect(accurate.byLabel.slice(1).filter((dice) => (dice ?? 0) > 0.2).length).toBeGreaterThanOrEqual(20);
    expect(fast.mean).toBeLessThan(accurate.mean - 0.05);
    expect(fast.cpuMs).toBeLessThan(accurate.cpuMs / 2);
  }, 120_000);

  it("are small enough to be kept with the code", async () => {
    for (const variant of Object.keys(VARIANTS)) {
      const file = await readFile(new URL(`../models/${variant}.onnx`, import.meta.url));
      expect(file.length).toBeLessThan(2_000_000);
    }
  });
});
