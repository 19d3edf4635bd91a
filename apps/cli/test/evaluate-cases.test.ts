import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCases } from "../src/evaluate-cases.ts";

const STRUCTURES = [
  { label: 1, name: "aorta", toleranceMm: 1 },
  { label: 7, name: "left kidney", toleranceMm: 1 },
];
let folder = "";
const put = (name: string, text = "") => writeFile(join(folder, name), text);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-cases-"));
  for (const name of ["images", "labels"]) await mkdir(join(folder, name));
  for (const name of ["b", "a"]) {
    await put(`images/${name}_0000.nii.gz`);
    await put(`labels/${name}.nii.gz`);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the cases of an evaluation", () => {
  it("are numbered by their names, with nothing left out where no table says so", async () => {
    const cases = await findCases(folder, STRUCTURES);
    expect(cases.map(({ case: name, ordinal, notAnnotated }) => [name, ordinal, notAnnotated])).toEqual([
      ["a", 1, []],
      ["b", 2, []],
    ]);
  });

  it("carry the structures that cases.csv marks as not annotated", async () => {
    await put("cases.csv", "case,age,not-annotated\nb,60,left kidney; aorta\na,50,\n");
    const cases = await findCases(folder, STRUCTURES);
    expect(cases.map(({ notAnnotated }) => notAnnotated)).toEqual([[], [7, 1]]);
  });
});
